/**
 * A file's name that is safe to show and to save under: no path, no control or direction-changing characters, at most
 * 200 characters with its ending kept. `file` when nothing is left.
 */
export function safeFileName(given: string): string {
  const name = given
    .normalize('NFC')
    .split(/[\\/]/)
    .at(-1)!
    // eslint-disable-next-line no-control-regex
    .replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
  if (name.length <= 200) return name || 'file'
  const ending = /\.[^.]{1,20}$/.exec(name)?.[0] ?? ''
  return [...name.slice(0, 200 - ending.length)].filter((sign) => !/^[\ud800-\udfff]$/.test(sign)).join('') + ending
}
