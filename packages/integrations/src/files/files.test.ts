import { expect, test } from 'vitest'
import { safeFileName } from './file-name.ts'
import { falseClaim, mediaTypeOf } from './media-type.ts'

test.each([
  ['%PDF-1.7', 'a.pdf', 'application/pdf'],
  ['\x89PNG\r\n\x1a\n', 'a.txt', 'image/png'],
  ['PK\x03\x04', 'a.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ['PK\x03\x04', 'a.bin', 'application/zip'],
  ['a,b\n1,2', 'a.csv', 'text/csv'],
  ['<script>alert(1)</script>', 'a.html', 'text/plain'],
  ['MZ\x00\x01\x02', 'a.exe', 'application/octet-stream'],
])('bytes %j called %s are %s', (bytes, name, type) => {
  expect(mediaTypeOf(Buffer.from(bytes, 'latin1'), name)).toBe(type)
})

test('a name may not claim a type that the bytes do not have', () => {
  expect(falseClaim(Buffer.from('MZ\0'), 'invoice.PDF')).toBe('pdf')
  expect(falseClaim(Buffer.from('%PDF-1.4'), 'invoice.pdf')).toBeUndefined()
  expect(falseClaim(Buffer.from('anything'), 'notes.txt')).toBeUndefined()
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\temp\\a.txt', 'a.txt'],
  ['invoice\u202efdp.exe', 'invoicefdp.exe'],
  ['a\r\nb.txt', 'ab.txt'],
  ['...', 'file'],
  [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(196)}.pdf`],
])('the name %j becomes %j', (given, safe) => {
  expect(safeFileName(given)).toBe(safe)
})
