import { useState } from 'react'

/**
 * A field whose value is read from typed text, such as a number or a day. What is typed stands as it is until the focus
 * leaves, and for as long as it cannot be read.
 * @param value undefined when there is none
 * @param read undefined for what cannot be read, or not yet
 * @param unread what was typed before and could not be read; kept by the field itself when `onUnread` is absent. It
 *   gives way to a value.
 * @param onUnread is told with undefined once it can be read, or is gone
 */
export function useTyped<T extends string | number>({
  value,
  write,
  read,
  onChange,
  unread,
  onUnread,
}: {
  value: T | undefined
  write: (value: T) => string
  read: (text: string) => T | undefined
  onChange: (value: T | undefined) => void
  unread?: string
  onUnread?: (text: string | undefined) => void
}) {
  const [typed, setTyped] = useState<string>()
  const [own, setOwn] = useState<string>()
  const kept = value === undefined ? (onUnread ? unread : own) : undefined
  return {
    text: typed ?? kept ?? (value === undefined ? '' : write(value)),
    /** The focus has left what cannot be read. */
    failed: typed === undefined && kept !== undefined,
    change(text: string) {
      setTyped(text)
      const next = read(text)
      const failed = next === undefined && text.trim() !== '' ? text : undefined
      if (!onUnread) setOwn(failed)
      else if (failed !== unread) onUnread(failed)
      if (next !== value) onChange(next)
    },
    leave: () => setTyped(undefined),
    /** A value has come otherwise, say from a calendar. */
    replace(next: T) {
      setTyped(undefined)
      setOwn(undefined)
      onUnread?.(undefined)
      onChange(next)
    },
  }
}
