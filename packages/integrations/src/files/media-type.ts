/** A media type told by bytes at an offset. */
type Sign = { type: string; at: number; bytes: number[]; extensions: string[] }
const ascii = (text: string) => [...Buffer.from(text, 'latin1')]
const zipped: Record<string, string> = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  odt: 'application/vnd.oasis.opendocument.text',
  ods: 'application/vnd.oasis.opendocument.spreadsheet',
  odp: 'application/vnd.oasis.opendocument.presentation',
}
const oldOffice: Record<string, string> = {
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
}
const plain: Record<string, string> = {
  csv: 'text/csv',
  md: 'text/markdown',
  json: 'application/json',
  ics: 'text/calendar',
}

const signs: Sign[] = [
  { type: 'application/pdf', at: 0, bytes: ascii('%PDF-'), extensions: ['pdf'] },
  { type: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a], extensions: ['png'] },
  { type: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff], extensions: ['jpg', 'jpeg'] },
  { type: 'image/gif', at: 0, bytes: ascii('GIF8'), extensions: ['gif'] },
  { type: 'image/webp', at: 8, bytes: ascii('WEBP'), extensions: ['webp'] },
  { type: 'image/tiff', at: 0, bytes: [0x49, 0x49, 0x2a, 0x00], extensions: ['tif', 'tiff'] },
  { type: 'image/tiff', at: 0, bytes: [0x4d, 0x4d, 0x00, 0x2a], extensions: ['tif', 'tiff'] },
  { type: 'image/heic', at: 4, bytes: ascii('ftyphei'), extensions: [] },
  { type: 'video/quicktime', at: 4, bytes: ascii('ftypqt'), extensions: [] },
  { type: 'video/mp4', at: 4, bytes: ascii('ftyp'), extensions: ['mp4', 'm4v'] },
  { type: 'video/webm', at: 0, bytes: [0x1a, 0x45, 0xdf, 0xa3], extensions: ['webm', 'mkv'] },
  { type: 'audio/mpeg', at: 0, bytes: ascii('ID3'), extensions: [] },
  { type: 'audio/wav', at: 8, bytes: ascii('WAVE'), extensions: ['wav'] },
  { type: 'application/zip', at: 0, bytes: [0x50, 0x4b, 0x03, 0x04], extensions: ['zip', ...Object.keys(zipped)] },
  { type: 'application/gzip', at: 0, bytes: [0x1f, 0x8b], extensions: ['gz', 'tgz'] },
  { type: 'application/x-7z-compressed', at: 0, bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], extensions: ['7z'] },
  {
    type: 'application/x-cfb',
    at: 0,
    bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    extensions: ['msg', ...Object.keys(oldOffice)],
  },
  { type: 'application/rtf', at: 0, bytes: ascii('{\\rtf'), extensions: ['rtf'] },
]

/**
 * The media type of a file by its first bytes; its name decides only between types that begin alike. Text without
 * marks is `text/plain`, whatever it says; everything else `application/octet-stream`.
 */
export function mediaTypeOf(head: Buffer, name: string): string {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
  const sign = signs.find(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte))
  if (sign?.type === 'application/zip') return zipped[extension] ?? sign.type
  if (sign?.type === 'application/x-cfb') return oldOffice[extension] ?? sign.type
  if (sign) return sign.type
  return isText(head) ? (plain[extension] ?? 'text/plain') : 'application/octet-stream'
}

/**
 * The type that a name claims though the bytes say otherwise, e.g. a program called `invoice.pdf`; undefined when they
 * agree or the name claims nothing we can tell.
 */
export function falseClaim(head: Buffer, name: string): string | undefined {
  const extension = /\.([a-z0-9]{1,8})$/i.exec(name)?.[1]?.toLowerCase()
  if (extension === undefined || head.length === 0) return undefined
  const claimed = signs.filter(({ extensions }) => extensions.includes(extension))
  if (claimed.length === 0) return undefined
  return claimed.some(({ at, bytes }) => bytes.every((byte, index) => head[at + index] === byte))
    ? undefined
    : extension
}

function isText(head: Buffer): boolean {
  // A character of several bytes may be cut at the end.
  const text = new TextDecoder('utf-8').decode(
    head.subarray(0, Math.max(0, head.length - (head.length > 4000 ? 4 : 0))),
  )
  // eslint-disable-next-line no-control-regex
  return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f\ufffd]/.test(text)
}
