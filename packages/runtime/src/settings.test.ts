import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { cloud } from './cloud.ts'
import { readSettings, settingNames } from './settings.ts'
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

const region = { AWS_REGION: 'eu-central-1' }
const secretArn = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:baton'
const queueUrl = 'https://sqs.eu-central-1.amazonaws.com/123456789012/mail'
const inTheCloud = {
  ...region,
  DATABASE_SECRET_ARN: secretArn,
  S3_BUCKET: 'baton-files',
  PUBLIC_URL: 'https://baton.example.com',
}

test.each([
  ['the api of the cloud', { ...inTheCloud, BATON_ROLE: 'api' }],
  ['the worker of the cloud', { ...inTheCloud, BATON_ROLE: 'worker', SQS_MAIL_QUEUE_URL: queueUrl }],
  ['files in a bucket on a machine of one’s own', { ...region, S3_BUCKET: 'baton-files' }],
])('%s can be set', (_, from) => {
  expect(readSettings(from)).toMatchObject(from)
})

test.each([
  ['a bucket without a region', { S3_BUCKET: 'files' }, /AWS_REGION is wanted with S3_BUCKET/],
  ['two databases', { ...region, DATABASE_URL: 'postgres://a@b/c', DATABASE_SECRET_ARN: secretArn }, /Set one of them/],
  ['a part of a database', { DATABASE_HOST: 'db' }, /DATABASE_HOST only completes DATABASE_SECRET_ARN/],
  ['two places for files', { ...region, S3_BUCKET: 'files', FILES_DIR: '/files' }, /both say where files lie/],
  ['a queue where nobody hands jobs on', { ...region, SQS_MAIL_QUEUE_URL: queueUrl }, /is for BATON_ROLE=worker/],
  ['a worker of the cloud without a queue', { ...inTheCloud, BATON_ROLE: 'worker' }, /needs SQS_MAIL_QUEUE_URL/],
  ['a stop that takes longer than the balancer waits', { DRAIN_SECONDS: '60' }, /DRAIN_SECONDS should be/],
  ['an authority that nobody looks at', { DATABASE_CA_FILE: '/ca.pem' }, /DATABASE_CA_FILE is only looked at/],
])('%s is refused', (_, from, why) => {
  expect(() => readSettings(from)).toThrow(why)
})

test('a role of the cloud says at once all that it lacks', () => {
  const read = () => readSettings({ BATON_ROLE: 'worker' })
  for (const name of ['DATABASE_SECRET_ARN', 'S3_BUCKET', 'PUBLIC_URL', 'SQS_MAIL_QUEUE_URL'])
    expect(read).toThrow(new RegExp(name))
})

test('a program of the cloud serves on for a while when it is asked to stop, others do not', () => {
  expect(readSettings({ ...inTheCloud, BATON_ROLE: 'api' }).DRAIN_SECONDS).toBe(cloud.stop.drain)
  expect(readSettings({}).DRAIN_SECONDS).toBe(0)
})

test('each limit of time is longer than the one that it must outlive', () => {
  const inOrder = (times: number[]) => expect(times).toEqual(times.toSorted((a, b) => a - b))
  inOrder(Object.values(cloud.job))
  inOrder(Object.values(cloud.keepAlive))
  inOrder([cloud.health.interval * cloud.health.unhealthyAfter, ...Object.values(cloud.stop)])
  inOrder([cloud.live.beat, cloud.keepAlive.balancer, cloud.live.proxyRead])
})

test('the guide tells of every setting', async () => {
  const guide = await readFile(new URL('../../../docs/guides/settings.md', import.meta.url), 'utf8')
  expect(settingNames.filter((name) => !guide.includes(`\`${name}\``))).toEqual([])
})
