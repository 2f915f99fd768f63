import { StartRefused } from '@baton/runtime'
import { expect, test } from 'vitest'
import { loadSettings } from './load-settings.ts'
import { memorySecrets } from './secrets-door.ts'

const [databaseArn, furtherArn] = ['database', 'further'].map(
  (name) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`,
) as [string, string]
const asRdsWritesIt = {
  username: 'baton',
  password: 'p@ss/word:1',
  engine: 'postgres',
  host: 'db.internal',
  port: 5432,
  dbname: 'baton',
}
const from = { AWS_REGION: 'eu-central-1', DATABASE_SECRET_ARN: databaseArn }
const holding = (database: object, further?: object) =>
  memorySecrets({
    [databaseArn]: JSON.stringify(database),
    ...(further ? { [furtherArn]: JSON.stringify(further) } : {}),
  })

test('the database is found in a secret as RDS writes it, its certificate checked', async () => {
  const { settings } = await loadSettings({ from, secrets: holding(asRdsWritesIt) })
  expect(settings.DATABASE_URL).toBe('postgres://baton:p%40ss%2Fword%3A1@db.internal:5432/baton?sslmode=verify-full')
})

test('settings take the place of what the secret says of the database', async () => {
  const { host: _, dbname: __, ...bare } = asRdsWritesIt
  const given = { DATABASE_HOST: 'proxy.internal', DATABASE_NAME: 'other', DATABASE_TLS: 'require' }
  const { settings } = await loadSettings({ from: { ...from, ...given }, secrets: holding(bare) })
  expect(settings.DATABASE_URL).toBe('postgres://baton:p%40ss%2Fword%3A1@proxy.internal:5432/other?sslmode=no-verify')
})

test('further settings come from a secret of their own', async () => {
  const secrets = holding(asRdsWritesIt, { SMTP_URL: 'smtp://baton:secret@mail.example:587' })
  const { settings } = await loadSettings({ from: { ...from, BATON_SECRETS_ARN: furtherArn }, secrets })
  expect(settings.SMTP_URL).toBe('smtp://baton:secret@mail.example:587')
})

test.each([
  ['a secret that is not there', {}, {}, /DATABASE_SECRET_ARN names a secret that cannot be read: there is no such/],
  [
    'parts that are missing',
    { [databaseArn]: '{"username":"baton"}' },
    {},
    /“password”[^]*“host”[^]*set DATABASE_HOST/,
  ],
  ['no object', { [databaseArn]: 'p4ssw0rd' }, {}, /no JSON object/],
  [
    'a name that is no setting',
    { [furtherArn]: '{"SMTP":"x"}' },
    { BATON_SECRETS_ARN: furtherArn },
    /“SMTP”, which is no/,
  ],
  [
    'a setting in two places',
    { [furtherArn]: '{"SMTP_URL":"smtp://a@b"}' },
    { BATON_SECRETS_ARN: furtherArn, SMTP_URL: 'smtp://c@d' },
    /SMTP_URL is set in the environment and in the secret/,
  ],
])('%s is told, and no secret is repeated', async (_, kept, more, why) => {
  const loading = loadSettings({ from: { ...from, ...more }, secrets: memorySecrets(kept as Record<string, string>) })
  await expect(loading).rejects.toThrow(StartRefused)
  await expect(loading).rejects.toThrow(why)
  await expect(loading).rejects.not.toThrow(/p4ssw0rd/)
})

test('faults of secrets and of the environment are told together', async () => {
  const faulty = { ...from, BATON_SECRETS_ARN: furtherArn, PORT: 'abc' }
  await expect(loadSettings({ from: faulty, secrets: memorySecrets({}) })).rejects.toThrow(
    /BATON_SECRETS_ARN names a secret that cannot be read[^]*PORT should be/,
  )
})

test('a password that changed is read again, but not for each of many connections', async () => {
  const kept = { [databaseArn]: JSON.stringify(asRdsWritesIt) }
  const secrets = memorySecrets(kept)
  let now = 0
  const { databasePassword } = await loadSettings({ from, secrets, now: () => now })
  kept[databaseArn] = JSON.stringify({ ...asRdsWritesIt, password: 'new' })
  expect(await databasePassword!()).toBe(asRdsWritesIt.password)
  now += 5_000
  expect(await Promise.all(Array.from({ length: 10 }, databasePassword!))).toEqual(
    Array.from({ length: 10 }, () => 'new'),
  )
  expect(secrets.readings).toBe(2)
  // While secrets cannot be read, the last password is the best there is.
  delete kept[databaseArn]
  now += 5_000
  expect(await databasePassword!()).toBe('new')
})
