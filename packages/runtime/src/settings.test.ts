import path from 'node:path'
import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'
import { StartRefused } from './start-refused.ts'

test('nothing needs to be set', () => {
  expect(readSettings({})).toMatchObject({
    PORT: 3000,
    HOST: '127.0.0.1',
    DATA_DIR: path.resolve('.data'),
    FILES_DIR: path.resolve('.data/files'),
    PUBLIC_URL: 'http://localhost:3000',
    LOG_LEVEL: 'info',
  })
})

test('files lie with the data, and links name the port, unless said otherwise', () => {
  expect(readSettings({ PORT: '8080', DATA_DIR: '/srv/baton' })).toMatchObject({
    PORT: 8080,
    FILES_DIR: '/srv/baton/files',
    PUBLIC_URL: 'http://localhost:8080',
  })
  expect(readSettings({ FILES_DIR: '/files', PUBLIC_URL: 'https://baton.example.com/' })).toMatchObject({
    FILES_DIR: '/files',
    PUBLIC_URL: 'https://baton.example.com',
  })
})

test('a setting that is empty counts as not set', () => {
  expect(readSettings({ PORT: '', SMTP_URL: ' ' })).toMatchObject({ PORT: 3000 })
  expect(readSettings({ SMTP_URL: '' }).SMTP_URL).toBeUndefined()
})

test('all faults are listed at once, and no password is repeated', () => {
  const faulty = {
    PORT: '70000',
    LOG_LEVEL: 'loud',
    DATABASE_URL: 'mysql://ana:secret@host/baton',
    MAIL_FROM: 'nobody',
  }
  const read = () => readSettings(faulty)
  expect(read).toThrow(StartRefused)
  expect(read).toThrow(/PORT should be a port number from 0 to 65535, but is “70000”/)
  expect(read).toThrow(/LOG_LEVEL should be one of trace, .*silent, but is “loud”/)
  expect(read).toThrow(/DATABASE_URL should be an address such as postgres:/)
  expect(read).toThrow(/MAIL_FROM/)
  expect(read).not.toThrow(/secret/)
})

test.each(['3000.5', '-1', '0x10', '1e3', 'abc'])('%s is no port', (PORT) => {
  expect(() => readSettings({ PORT })).toThrow(/PORT should be/)
})
