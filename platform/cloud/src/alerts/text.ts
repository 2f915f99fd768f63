/** Cuts at `limit` characters, says how many are missing, and never leaves half of a surrogate pair. */
export function cut(text: string, limit: number): string {
  if (text.length <= limit) return text
  const note = (missing: number) => ` … (${missing} characters cut)`
  const kept = limit - note(text.length).length
  if (kept <= 0) return text.slice(0, limit).toWellFormed()
  const start = text.slice(0, isHighSurrogate(text.charCodeAt(kept - 1)) ? kept - 1 : kept)
  return start + note(text.length - start.length)
}

const isHighSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdbff

/** One line: runs of white space and control characters become a space. */
export const oneLine = (text: string) => text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()

/** `45 s`, `5 min`, `1 h 5 min`, `2 d 3 h`: the two largest parts. Negative durations are none. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000))
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const
  const first = parts.findIndex(([count]) => count > 0)
  if (first < 0) return '0 s'
  const shown = parts.slice(first, first + 2).filter(([count]) => count > 0)
  return shown.map(([count, unit]) => `${count} ${unit}`).join(' ')
}

/** `2026-03-04 12:00:05 UTC` */
export const atUtc = (instant: string) => `${new Date(instant).toISOString().slice(0, 19).replace('T', ' ')} UTC`
