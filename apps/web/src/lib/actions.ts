import { useEffect, useRef, useSyncExternalStore } from 'react'

/**
 * Something a person can do here and now, known to the keyboard, to the sheet of keys and to the palette alike.
 * `keys`: one key (`e`, `?`), two in a row (`g t`), or with `mod` for ⌘ / Ctrl (`mod+k`).
 */
export type Action = {
  id: string
  label: string
  keys?: string
  run: () => void
  /** Why it cannot be done now; shown instead of doing it. */
  disabled?: string
  /** Listed in the sheet of keys only: moving about in a list is no command. */
  keysOnly?: boolean
}

export type ActionGroup = { title: string; actions: readonly Action[] }

let groups: readonly ActionGroup[] = []
const listeners = new Set<() => void>()

function change(next: readonly ActionGroup[]) {
  groups = next
  for (const listener of listeners) listener()
}

/**
 * Offers actions while the component is shown. They may be made anew with each render: what runs is always the newest.
 * Of two with the same keys, the one offered later wins.
 */
export function useActions(title: string, actions: readonly Action[]): void {
  const newest = useRef(actions)
  useEffect(() => {
    newest.current = actions
  })
  const shape = JSON.stringify(
    actions.map(({ id, label, keys, disabled, keysOnly }) => [id, label, keys, disabled, keysOnly]),
  )
  useEffect(() => {
    const group: ActionGroup = {
      title,
      actions: newest.current.map((action, at) => ({ ...action, run: () => newest.current[at]?.run() })),
    }
    change([...groups, group])
    return () => change(groups.filter((one) => one !== group))
    // `shape` stands for the actions.
  }, [title, shape])
}

/** All that can be done now, most general first. */
export const useOfferedActions = (): readonly ActionGroup[] =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => groups,
  )

/** ⌘ is on Macs what Ctrl is elsewhere. */
export const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent)

const isEditable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)) &&
  !['checkbox', 'radio', 'button', 'submit'].includes((target as HTMLInputElement).type)

/** How a key press is written in `Action.keys`. */
function nameOf(event: KeyboardEvent): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (event.metaKey || event.ctrlKey) return `mod+${event.shiftKey ? 'shift+' : ''}${key}`
  if (event.altKey) return `alt+${key}`
  // `?` already says that shift is held; a letter or a named key does not.
  return event.shiftKey && (event.key.length > 1 || /[a-z]/i.test(event.key)) ? `shift+${key}` : key
}

/**
 * Listens to the keyboard until the function that comes back is called. Typing into a field is left alone, except
 * with ⌘ / Ctrl; so is everything behind a dialog.
 */
export function listenToKeys(): () => void {
  let first: { key: string; at: number } | undefined
  const onKey = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || ['Shift', 'Control', 'Alt', 'Meta'].includes(event.key)) return
    const name = nameOf(event)
    if (!name.startsWith('mod+') && isEditable(event.target)) return
    // These press the button or follow the link that has the focus.
    if (
      (name === 'Enter' || name === ' ') &&
      event.target instanceof Element &&
      event.target.closest('button, a, summary, [role="option"]')
    )
      return
    // Arrows belong to the widget that has the focus.
    if (
      name.startsWith('Arrow') &&
      event.target instanceof Element &&
      event.target.closest('[role="menu"], [role="tablist"], [role="listbox"], [role="radiogroup"], input')
    )
      return
    if (document.querySelector('[aria-modal="true"]')) return
    const sequence = first && event.timeStamp - first.at < 1200 ? `${first.key} ${name}` : name
    first = undefined
    const found = find(sequence) ?? find(name)
    if (found) {
      event.preventDefault()
      if (found.disabled === undefined) found.run()
    } else if (groups.some(({ actions }) => actions.some(({ keys }) => keys?.startsWith(`${name} `)))) {
      first = { key: name, at: event.timeStamp }
    }
  }
  document.addEventListener('keydown', onKey)
  return () => document.removeEventListener('keydown', onKey)
}

const find = (keys: string): Action | undefined =>
  groups.flatMap(({ actions }) => actions).findLast((action) => action.keys === keys)
