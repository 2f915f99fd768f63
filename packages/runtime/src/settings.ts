import path from 'node:path'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { cloud } from './cloud.ts'
import { logLevels } from './log.ts'
import { environment } from './node.ts'
import { mixes } from './settings-mixes.ts'
import { StartRefused } from './start-refused.ts'

const url = (protocols: string, description: string) =>
  Type.String({ pattern: `^(${protocols})://[^\\s/]+`, description })
const number = (least: number, most: number, description: string) =>
  Type.Integer({ minimum: least, maximum: most, description })
const oneOf = <T extends string>(words: readonly T[]) =>
  Type.Enum([...words], { description: `one of ${words.join(', ')}` })
const service = url('https?', 'the address of a stand-in, such as http://127.0.0.1:4566')
const secret = Type.String({ pattern: '^arn:aws[\\w-]*:secretsmanager:', description: 'the ARN of a secret' })
const queue = url('https?', 'the address of a queue, such as https://sqs.eu-central-1.amazonaws.com/123456789012/mail')

/** Every setting that Baton reads from the environment, under its own name. docs/guides/settings.md tells of each. */
export const SettingsSchema = Type.Object({
  PORT: Type.Integer({ minimum: 0, maximum: 65535, default: 3000, description: 'a port number from 0 to 65535' }),
  HOST: Type.String({ minLength: 1, default: '127.0.0.1', description: 'the address to listen on, such as 0.0.0.0' }),
  DATA_DIR: Type.String({ minLength: 1, default: '.data', description: 'a folder' }),
  FILES_DIR: Type.Optional(Type.String({ minLength: 1, description: 'a folder' })),
  DATABASE_URL: Type.Optional(
    url('postgres|postgresql', 'an address such as postgres://owner:password@host:5432/baton'),
  ),
  SMTP_URL: Type.Optional(url('smtps?', 'an address such as smtp://name:password@host:587')),
  MAIL_FROM: Type.String({ pattern: '@', default: 'Baton <baton@localhost>', description: 'a mail address' }),
  PUBLIC_URL: Type.Optional(url('https?', 'an address such as https://baton.example.com')),
  LOG_LEVEL: Type.Enum([...logLevels], { default: 'info', description: `one of ${logLevels.join(', ')}` }),

  BATON_ROLE: Type.Optional(oneOf(['api', 'worker'])),
  BATON_VERSION: Type.Optional(Type.String({ minLength: 1, description: 'the name of this version' })),
  BATON_PERIODIC: Type.Enum(['on', 'off'], { default: 'on', description: 'one of on, off' }),
  DRAIN_SECONDS: Type.Optional(
    number(0, cloud.stop.over - 5, `a number of seconds from 0 to ${cloud.stop.over - 5}, so that all ends in time`),
  ),
  PROXY_HOPS: Type.Optional(number(0, 9, 'the number of proxies in front, from 0 to 9')),

  AWS_REGION: Type.Optional(
    Type.String({ pattern: '^[a-z]{2}(-[a-z]+)+-\\d$', description: 'a region: eu-central-1' }),
  ),
  DATABASE_SECRET_ARN: Type.Optional(secret),
  DATABASE_HOST: Type.Optional(Type.String({ minLength: 1, description: 'a host name' })),
  DATABASE_PORT: Type.Optional(number(1, 65535, 'a port number from 1 to 65535')),
  DATABASE_NAME: Type.Optional(Type.String({ minLength: 1, description: 'the name of a database' })),
  DATABASE_TLS: Type.Optional(oneOf(['off', 'require', 'verify'])),
  DATABASE_CA_FILE: Type.Optional(Type.String({ minLength: 1, description: 'a file of certificates (PEM)' })),
  BATON_SECRETS_ARN: Type.Optional(secret),
  SECRETS_ENDPOINT: Type.Optional(service),
  S3_BUCKET: Type.Optional(
    Type.String({ pattern: '^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$', description: 'the name of a bucket' }),
  ),
  S3_ENDPOINT: Type.Optional(service),
  S3_PATH_STYLE: Type.Optional(oneOf(['true', 'false'])),
  SQS_ENDPOINT: Type.Optional(service),
  SQS_MAIL_QUEUE_URL: Type.Optional(queue),
  SQS_WEBHOOKS_QUEUE_URL: Type.Optional(queue),
  SQS_INTEGRATIONS_QUEUE_URL: Type.Optional(queue),
  SQS_SCHEDULES_QUEUE_URL: Type.Optional(queue),
  CLOUD_METRICS_NAMESPACE: Type.Optional(
    Type.String({
      pattern: '^(?!AWS/)[\\w.\\-/#:]{1,255}$',
      description: 'a namespace of metrics, such as Baton/staging',
    }),
  ),
  CLOUD_METRICS_STAGE: Type.Optional(Type.String({ minLength: 1, maxLength: 255, description: 'the name of a stage' })),
  CLOUD_METRICS_ENDPOINT: Type.Optional(service),
})

/** The settings as they are read, before what they leave open is filled in. */
export type GivenSettings = Static<typeof SettingsSchema>

/** The settings after their checks. `DATA_DIR` and `FILES_DIR` are absolute; `PUBLIC_URL` has no slash at its end. */
export type Settings = GivenSettings & { FILES_DIR: string; PUBLIC_URL: string; DRAIN_SECONDS: number }

/** The names of settings that a secret may hold. */
export const settingNames: readonly string[] = Object.keys(SettingsSchema.properties)

/**
 * Reads and checks all settings at once. A setting that is empty counts as not set.
 * @param from what to read; the environment when not given
 * @param known faults that were found before, to be listed with the others
 * @throws StartRefused that lists every fault
 */
export function readSettings(
  from: Readonly<Record<string, string | undefined>> = environment,
  known: readonly string[] = [],
): Settings {
  const given: Record<string, unknown> = {}
  const faults: string[] = [...known]
  for (const [name, schema] of Object.entries(SettingsSchema.properties)) {
    const text = from[name]?.trim()
    const value = text ? read(schema, text) : (schema as { default?: unknown }).default
    if (value === undefined) continue
    given[name] = value
    if (Value.Check(schema, value)) continue
    faults.push(`${name} should be ${(schema as { description?: string }).description}, but is ${shown(name, text)}.`)
  }
  const settings = given as GivenSettings
  faults.push(...mixes(settings))
  if (faults.length > 0)
    throw new StartRefused(`Settings need attention:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  const dataDir = path.resolve(settings.DATA_DIR)
  return {
    ...settings,
    DATA_DIR: dataDir,
    FILES_DIR: path.resolve(settings.FILES_DIR ?? path.join(dataDir, 'files')),
    PUBLIC_URL: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
    DRAIN_SECONDS: settings.DRAIN_SECONDS ?? (settings.BATON_ROLE ? cloud.stop.drain : 0),
  }
}

const read = (schema: object, text: string): unknown =>
  Type.IsInteger(schema) && /^\d+$/.test(text) ? Number(text) : text

/** An address may hold a password, so it is not repeated. */
const shown = (name: string, text = '') => (name.endsWith('_URL') ? 'something else' : `“${text}”`)
