import { type FocusEvent, useCallback, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Action, useActions } from '../lib/actions.ts'

export type Rows<T> = {
  /** Key of the row that the keyboard is at. */
  current: string | undefined
  selected: ReadonlySet<string>
  clear: () => void
  /** All rows that are there. */
  selectAll: () => void
  toggle: (row: T) => void
  /** Puts the keyboard back to the current row, e.g. when a panel closes. */
  focusCurrent: () => void
  /** Goes on to a row, e.g. the one after that which was just completed. */
  focusRow: (row: T) => void
  /** Spread on the row itself, so that the keyboard stays in the list when the row with the focus goes away. */
  rowProps: (row: T) => { onFocus: () => void; onBlur: (event: FocusEvent<HTMLElement>) => void }
  /** Spread on what stands for the row, its link or button: one tab stop for the whole list. */
  mainProps: (row: T) => { ref: (element: HTMLElement | null) => void; tabIndex: 0 | -1; onFocus: () => void }
}

/**
 * A list worked by keyboard: j and k or the arrows move, Enter peeks, o opens, x selects (with shift up to here). What
 * the keys do to a row beyond that is given in `actions`, and listed with the others.
 */
export function useRows<T>({
  rows,
  keyOf,
  onPeek,
  onOpen,
  onMove,
  actions,
  selectable = false,
}: {
  rows: readonly T[]
  keyOf: (row: T) => string
  onPeek?: (row: T) => void
  onOpen?: (row: T) => void
  /** After the keyboard has moved, e.g. to have an open panel follow. */
  onMove?: (row: T) => void
  actions?: (row: T, selected: ReadonlySet<string>) => readonly Action[]
  selectable?: boolean
}): Rows<T> {
  const { t } = useTranslation()
  const [at, setAt] = useState<string>()
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const lastSelected = useRef<string>(undefined)
  const elements = useRef(new Map<string, HTMLElement>())
  const lastIndex = useRef(0)
  const holdsFocus = useRef(false)

  let index = rows.findIndex((row) => keyOf(row) === at)
  if (index >= 0) lastIndex.current = index
  // The row went away (it was completed): the keyboard stands at the one that took its place.
  else if (at !== undefined && rows.length > 0) index = Math.min(lastIndex.current, rows.length - 1)
  const currentRow = index >= 0 ? rows[index] : undefined
  const current = currentRow && keyOf(currentRow)

  const moveTo = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))]
    if (!row) return
    setAt(keyOf(row))
    elements.current.get(keyOf(row))?.focus()
    elements.current.get(keyOf(row))?.scrollIntoView({ block: 'nearest' })
    onMove?.(row)
  }
  const toggle = (row: T) => {
    const next = new Set(selected)
    if (!next.delete(keyOf(row))) next.add(keyOf(row))
    lastSelected.current = keyOf(row)
    setSelected(next)
  }
  const selectTo = (row: T) => {
    const from = rows.findIndex((one) => keyOf(one) === lastSelected.current)
    const to = rows.indexOf(row)
    const [first, last] = from < 0 ? [to, to] : [Math.min(from, to), Math.max(from, to)]
    setSelected(new Set([...selected, ...rows.slice(first, last + 1).map(keyOf)]))
    lastSelected.current = keyOf(row)
  }

  const offered: Action[] = [
    { id: 'row-next', label: t('keys.next'), keys: 'j', run: () => moveTo(index + 1), keysOnly: true },
    {
      id: 'row-previous',
      label: t('keys.previous'),
      keys: 'k',
      run: () => moveTo(index < 0 ? 0 : index - 1),
      keysOnly: true,
    },
    { id: 'row-down', label: t('keys.next'), keys: 'ArrowDown', run: () => moveTo(index + 1), keysOnly: true },
    {
      id: 'row-up',
      label: t('keys.previous'),
      keys: 'ArrowUp',
      run: () => moveTo(index < 0 ? 0 : index - 1),
      keysOnly: true,
    },
  ]
  const toCurrent = (act: ((row: T) => void) | undefined) => () => {
    if (currentRow) act?.(currentRow)
  }
  if (onPeek)
    offered.push({ id: 'row-peek', label: t('keys.peek'), keys: 'Enter', run: toCurrent(onPeek), keysOnly: true })
  if (onOpen)
    offered.push({ id: 'row-open', label: t('keys.openPage'), keys: 'o', run: toCurrent(onOpen), keysOnly: true })
  if (selectable) {
    offered.push(
      { id: 'row-select', label: t('keys.select'), keys: 'x', run: toCurrent(toggle), keysOnly: true },
      { id: 'row-range', label: t('keys.selectRange'), keys: 'shift+x', run: toCurrent(selectTo), keysOnly: true },
    )
  }
  if (currentRow) offered.push(...(actions?.(currentRow, selected) ?? []))
  useActions(t('keys.list'), offered)

  const focusCurrent = useCallback(() => {
    if (current !== undefined) elements.current.get(current)?.focus()
  }, [current])

  useEffect(() => {
    if (!holdsFocus.current || current === undefined || document.activeElement !== document.body) return
    elements.current.get(current)?.focus({ preventScroll: true })
  }, [current, rows.length])

  return {
    current,
    selected,
    clear: () => setSelected(new Set()),
    selectAll: () => setSelected(new Set(rows.map(keyOf))),
    toggle,
    focusCurrent,
    focusRow: (row) => {
      setAt(keyOf(row))
      elements.current.get(keyOf(row))?.focus({ preventScroll: true })
    },
    rowProps: (row) => ({
      onFocus: () => {
        holdsFocus.current = true
        setAt(keyOf(row))
      },
      onBlur: ({ currentTarget }) => {
        // A row that is taken away never gets to say that it lost the focus.
        setTimeout(() => {
          if (currentTarget.isConnected && !currentTarget.contains(document.activeElement)) holdsFocus.current = false
        })
      },
    }),
    mainProps: (row) => {
      const key = keyOf(row)
      return {
        ref: (element) => {
          if (element) elements.current.set(key, element)
          else elements.current.delete(key)
        },
        tabIndex: key === current || (current === undefined && row === rows[0]) ? 0 : -1,
        onFocus: () => setAt(key),
      }
    },
  }
}
