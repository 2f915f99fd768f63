import { type Column, decimalsOf, type Finding, type TableRow } from '@baton/engine'
import { ActionIcon, Button } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { type ComponentProps, type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { dayOf } from '../../lib/time.ts'
import { useTyped } from '../use-typed.ts'
import { dayShape, readDay, writeDay } from '../dates/typed.ts'
import type { Control } from './field-control.tsx'
import classes from './form.module.css'
import { readNumber, writeNumber } from './typed-number.ts'
import type { UnreadOfField } from './unread.ts'

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
  unread,
  onUnread,
}: Control<TableRow[]> & { findings: readonly Finding[] }) {
  const { t } = useTranslation()
  const table = useRef<HTMLTableElement>(null)
  const columns = field.columns ?? []
  // A row in which nothing can be read yet is one, too.
  const length = Math.max(1, answer.length, ...Object.keys(unread).map((place) => Number(place.split('/')[0]) + 1))
  const rows: TableRow[] = Array.from({ length }, (_, row) => answer[row] ?? {})
  const max = field.maxRows ?? 500
  const [focusAt, setFocusAt] = useState<{ row: number; column: number }>()

  const cellAt = (row: number, column: number) =>
    table.current?.querySelector<HTMLElement>(`[data-row="${row}"][data-column="${column}"]`)
  useEffect(() => {
    if (!focusAt) return
    cellAt(focusAt.row, focusAt.column)?.focus()
    setFocusAt(undefined)
  }, [focusAt])

  const removeRow = (row: number) => {
    const next = rows.filter((_, other) => other !== row)
    onUnread(withoutRow(unread, row))
    onChange(next.every((cells) => Object.keys(cells).length === 0) ? null : next)
    setFocusAt({ row: Math.max(0, row - 1), column: 0 })
  }
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
                      unread={unread[`${row}/${column.id}`]}
                      onUnread={(text) => onUnread(withText(unread, `${row}/${column.id}`, text))}
                      onKeyDown={(event) => onKeyDown(event, row, at)}
                    />
                  </td>
                ))}
                <td data-label="">
                  <ActionIcon
                    aria-label={t('form.removeRow', { row: row + 1 })}
                    disabled={answer.length === 0 && Object.keys(unread).length === 0}
                    m={4}
                    onClick={() => removeRow(row)}
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

function withText(unread: UnreadOfField, place: string, text: string | undefined): UnreadOfField {
  const { [place]: _, ...others } = unread
  return text === undefined ? others : { ...others, [place]: text }
}

/** What stands below moves up with its row. */
const withoutRow = (unread: UnreadOfField, removed: number): UnreadOfField =>
  Object.fromEntries(
    Object.entries(unread).flatMap(([place, text]) => {
      const [row, column] = place.split('/')
      const at = Number(row)
      return at === removed ? [] : [[`${at > removed ? at - 1 : at}/${column}`, text]]
    }),
  )

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
  unread,
  onUnread,
}: {
  column: Column
  label: string
  value: string | number | undefined
  invalid: boolean
  place: { 'data-row': number; 'data-column': number }
  onChange: (value: string | number | undefined) => void
  onKeyDown: (event: KeyboardEvent) => void
  unread: string | undefined
  onUnread: (text: string | undefined) => void
}) {
  const { t } = useTranslation()
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
  if (isNumeric(column) || column.type === 'date') {
    return (
      <TypedCell {...shared} column={column} value={value} onChange={onChange} unread={unread} onUnread={onUnread} />
    )
  }
  return <input {...shared} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value)} />
}

/** A number or a day, as the reader's locale writes it. */
function TypedCell({
  column,
  value,
  onChange,
  unread,
  onUnread,
  ...shared
}: {
  column: Column
  value: string | number | undefined
  onChange: (value: string | number | undefined) => void
  unread: string | undefined
  onUnread: (text: string | undefined) => void
} & Pick<ComponentProps<'input'>, 'className' | 'aria-label' | 'aria-invalid' | 'onKeyDown'>) {
  const { t } = useTranslation()
  const zone = useZone()
  const { locale } = zone
  const isNumber = isNumeric(column)
  // `1.` is on its way to 1.5: what is typed stands until it can be read.
  const typed = useTyped<string | number>({
    value,
    write: (one) =>
      typeof one === 'string'
        ? writeDay(one, locale)
        : writeNumber(one, locale, Number.isInteger(one) || !column.currency ? 0 : decimalsOf(column.currency)),
    read: (text) => (isNumber ? readNumber(text, locale) : readDay(text, locale, dayOf(Date.now(), zone))),
    onChange,
    unread,
    onUnread,
  })
  const letters = { day: t('dates.day'), month: t('dates.month'), year: t('dates.year') }
  return (
    <input
      {...shared}
      {...(isNumber ? { inputMode: 'decimal', 'data-number': true } : { placeholder: dayShape(locale, letters) })}
      aria-invalid={shared['aria-invalid'] || typed.failed || undefined}
      value={typed.text}
      onChange={(event) => typed.change(event.currentTarget.value)}
      onBlur={() => typed.leave()}
    />
  )
}
