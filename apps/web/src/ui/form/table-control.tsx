import { type Column, decimalsOf, type Finding, type TableRow } from '@baton/engine'
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { dayOf } from '../../lib/time.ts'
import { dayShape, readDay, writeDay } from '../dates/typed.ts'
import type { Control } from './field-control.tsx'
import classes from './form.module.css'
import { readNumber, writeNumber } from './typed-number.ts'

/**
 * A table that is filled like a sheet: Tab goes on, Enter goes down and makes a row below the last, the arrows up and
 * down move between rows. Empty rows are dropped when the form is taken in.
 */
export default function TableControl({
  field,
  wiring,
  answer,
  onChange,
  onLeave,
  findings,
}: Control<TableRow[]> & { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const columns = field.columns ?? []
  const rows: TableRow[] = answer.length > 0 ? answer : [{}]
  const max = field.maxRows ?? 500
  const [focusAt, setFocusAt] = useState<{ row: number; column: number }>()

  const cellAt = (row: number, column: number) =>
    table.current?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)
  useEffect(() => {
    if (!focusAt) return
    cellAt(focusAt.row, focusAt.column)?.focus()
    setFocusAt(undefined)
  }, [focusAt])

  const change = (next: TableRow[]) => onChange(next.every((row) => Object.keys(row).length === 0) ? null : next)
  const setCell = (row: number, column: string, value: string | number | undefined) =>
    onChange(rows.map((cells, at) => (at === row ? withCell(cells, column, value) : cells)))
  const addRow = (column = 0) => {
    if (rows.length >= max) return
    onChange([...rows, {}])
    setFocusAt({ row: rows.length, column })
  }
  const onKeyDown = (event: KeyboardEvent, row: number, column: number) => {
    const isSelect = event.currentTarget.tagName === 'SELECT'
    if (event.key === 'Enter') {
      event.preventDefault()
      if (row + 1 < rows.length) cellAt(row + 1, column)?.focus()
      else addRow(column)
    } else if (!isSelect && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const next = cellAt(row + (event.key === 'ArrowDown' ? 1 : -1), column)
      if (!next) return
      event.preventDefault()
      next.focus()
    }
  }
  const invalid = (row: number, column: Column) => findings.some(({ path }) => path.endsWith(`/${row}/${column.id}`))
  const summed = columns.filter(({ type }) => type === 'currency')

  return (
    <div
      id={wiring.id}
      role="group"
      aria-labelledby={wiring.labelId}
      aria-describedby={wiring.aria['aria-describedby']}
      onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && onLeave()}
    >
      <div className={classes.tableWrap} data-invalid={wiring.invalid || undefined}>
        <table className={classes.table} ref={table} aria-labelledby={wiring.labelId}>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column.id} scope="col" data-number={isNumeric(column) || undefined}>
                  {column.label}
                  {column.required && <span className={classes.required}> *</span>}
                  {column.type === 'currency' && column.currency && ` (${column.currency})`}
                </th>
              ))}
              <th scope="col">
                <span className="visually-hidden">{t('form.rowActions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              // Rows have no name of their own; what is typed is kept in the answer, not in the element.
              <tr key={row}>
                {columns.map((column, at) => (
                  <td key={column.id} data-label={column.required ? `${column.label} *` : column.label}>
                    <Cell
                      column={column}
                      label={t('form.cell', { column: column.label, row: row + 1 })}
                      value={cells[column.id]}
                      invalid={invalid(row, column)}
                      place={{ 'data-row': row, 'data-column': at }}
                      onChange={(value) => setCell(row, column.id, value)}
                      onKeyDown={(event) => onKeyDown(event, row, at)}
                    />
                  </td>
                ))}
                <td data-label="">
                  <ActionIcon
                    aria-label={t('form.removeRow', { row: row + 1 })}
                    disabled={answer.length === 0}
                    m={4}
                    onClick={() => {
                      change(rows.filter((_, other) => other !== row))
                      setFocusAt({ row: Math.max(0, row - 1), column: 0 })
                    }}
                  >
                    <IconTrash size={16} aria-hidden />
                  </ActionIcon>
                </td>
              </tr>
            ))}
          </tbody>
          {summed.length > 0 && rows.length > 1 && (
            <tfoot>
              <tr>
                {columns.map((column) => (
                  <td key={column.id} data-number={isNumeric(column) || undefined} data-label={column.label}>
                    {summed.includes(column) && <Sum rows={rows} column={column} />}
                  </td>
                ))}
                <td />
              </tr>
            </tfoot>
          )}
        </table>
      </div>
      <Button
        variant="subtle"
        size="compact-sm"
        className={classes.addRow}
        leftSection={<IconPlus size={14} aria-hidden />}
        disabled={rows.length >= max}
        onClick={() => addRow()}
      >
        {t('form.addRow')}
      </Button>
    </div>
  )
}

const isNumeric = ({ type }: Column) => type === 'number' || type === 'currency'

function withCell(cells: TableRow, column: string, value: string | number | undefined): TableRow {
  const { [column]: _, ...rest } = cells
  return value === undefined || value === '' ? rest : { ...rest, [column]: value }
}

function Sum({ rows, column }: { rows: TableRow[]; column: Column }) {
  const { locale } = useZone()
  const sum = rows.reduce(
    (total, row) => total + (typeof row[column.id] === 'number' ? (row[column.id] as number) : 0),
    0,
  )
  const digits = decimalsOf(column.currency)
  return (
    <>{new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(sum)}</>
  )
}

function Cell({
  column,
  label,
  value,
  invalid,
  place,
  onChange,
  onKeyDown,
}: {
  column: Column
  label: string
  value: string | number | undefined
  invalid: boolean
  place: { 'data-row': number; 'data-column': number }
  onChange: (value: string | number | undefined) => void
  onKeyDown: (event: KeyboardEvent) => void
}) {
  const { t } = useTranslation()
  // `1.` is on its way to 1.5: what is typed stands until it can be read.
  const [typed, setTyped] = useState<string>()
  const [left, setLeft] = useState(false)
  const zone = useZone()
  const shared = {
    className: classes.cell,
    'aria-label': label,
    'aria-invalid': invalid || undefined,
    onKeyDown,
    ...place,
  }
  if (column.type === 'dropdown') {
    return (
      <select {...shared} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{t('form.choose')}</option>
        {(column.options ?? []).map(({ id, label: words }) => (
          <option key={id} value={id}>
            {words}
          </option>
        ))}
      </select>
    )
  }
  if (isNumeric(column)) {
    return (
      <input
        {...shared}
        inputMode="decimal"
        data-number
        aria-invalid={invalid || (left && typed?.trim()) ? true : undefined}
        value={typed ?? (typeof value === 'number' ? writeNumber(value, zone.locale) : '')}
        onChange={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          setLeft(false)
          onChange(readNumber(text, zone.locale))
        }}
        onBlur={() => {
          setLeft(true)
          // What cannot be read stays to be corrected.
          if (value !== undefined || !typed?.trim()) setTyped(undefined)
        }}
      />
    )
  }
  if (column.type === 'date') {
    return (
      <input
        {...shared}
        placeholder={dayShape(zone.locale, { day: t('dates.day'), month: t('dates.month'), year: t('dates.year') })}
        aria-invalid={invalid || (left && typed?.trim()) ? true : undefined}
        value={typed ?? (typeof value === 'string' && value ? writeDay(value, zone.locale) : '')}
        onChange={(event) => {
          const text = event.currentTarget.value
          setTyped(text)
          setLeft(false)
          onChange(readDay(text, zone.locale, dayOf(Date.now(), zone)))
        }}
        onBlur={() => {
          setLeft(true)
          // What cannot be read stays to be corrected.
          if (value || !typed?.trim()) setTyped(undefined)
        }}
      />
    )
  }
  return <input {...shared} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)} />
}
