import { expect, test } from 'vitest'
import { explainFailure, isPortTaken } from './failures.ts'

test.each([
  ['FATAL:  could not write to file "base/1/1": No space left on device', /disk that holds \/data is full.*Free some/],
  ['could not extend file: wrote only 4096 of 8192 bytes at block 9\nHINT:  Check free disk space.', /is full/],
  ["EACCES: permission denied, mkdir '/data'", /no permission to write to \/data.*chown/],
  ["EROFS: read-only file system, mkdir '/data'", /read-only.*DATA_DIR/],
  ["ENOTDIR: not a directory, mkdir '/data'", /^\/data is a file where a folder was wanted/],
  ["EEXIST: file already exists, mkdir '/above/data's'", /^\/above\/data's is a file where a folder was wanted/],
  ['PANIC:  could not locate a valid checkpoint record', /is damaged.*backup/],
])('“%s” is said so that a person knows what to do', (said, expected) => {
  expect(explainFailure(said, '/data').message).toMatch(expected)
})

test('what is not known is shown by its last complaint, without date and number, and with its log', () => {
  const said = '2026-03-04 12:00:00 UTC [7] LOG:  starting\n2026-03-04 12:00:00 UTC [7] FATAL:  something odd\n'
  expect(explainFailure(said, '/data', '/data/server.log').message).toBe(
    'PostgreSQL could not work in /data: something odd. Everything it said stands in /data/server.log.',
  )
})

test('a port that was taken in between is told from other failures', () => {
  expect(isPortTaken('could not bind IPv4 address "127.0.0.1": Address already in use')).toBe(true)
  expect(isPortTaken('could not write')).toBe(false)
})
