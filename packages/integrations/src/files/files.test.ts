import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newId } from '@baton/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { diskStorage } from './disk-storage.ts'
import { safeFileName } from './file-name.ts'
import { falseClaim, mediaTypeOf } from './media-type.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-files-'))
})
afterAll(() => rm(folder, { recursive: true }))

describe('files on disk', () => {
  test('come back as they were put, for their own organization only', async () => {
    const storage = diskStorage(folder)
    const [orgId, id] = [newId(), newId()]
    const bytes = Buffer.alloc(200_000, 'baton ')
    const stored = await storage.put(orgId, id, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]))
    expect(stored.size).toBe(200_000)
    expect(stored.head).toEqual(bytes.subarray(0, 4100))
    expect(await buffer((await storage.get(orgId, id))!)).toEqual(bytes)
    expect(await storage.get(newId(), id)).toBeUndefined()
    await storage.delete(orgId, id)
    expect(await storage.get(orgId, id)).toBeUndefined()
    await storage.delete(orgId, id)
  })

  test('leave nothing behind when the upload breaks off', async () => {
    const orgId = newId()
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the line was cut')
      })(),
    )
    await expect(diskStorage(folder).put(orgId, newId(), broken)).rejects.toThrow('the line was cut')
    const left = await readdir(path.join(folder, orgId), { recursive: true, withFileTypes: true })
    expect(left.filter((entry) => entry.isFile())).toEqual([])
  })

  test('are never looked for outside of the folder', async () => {
    await expect(diskStorage(folder).get('..', newId())).rejects.toThrow(TypeError)
  })
})

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
