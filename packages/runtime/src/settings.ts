import path from 'node:path'
import type { Static } from 'typebox'
import { Type } from 'typebox'
import { Value } from 'typebox/value'
import { logLevels } from './log.ts'
import { environment } from './node.ts'
import { StartRefused } from './start-refused.ts'

const url = (protocols: string, description: string) =>
  Type.String({ pattern: `^(${protocols})://[^\\s/]+`, description })

/** Every setting that Baton reads from the environment, under its own name. */
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
})

/** The settings after their checks. `DATA_DIR` and `FILES_DIR` are absolute; `PUBLIC_URL` has no slash at its end. */
export type Settings = Static<typeof SettingsSchema> & { FILES_DIR: string; PUBLIC_URL: string }

/**
 * Reads and checks all settings at once. A setting that is empty counts as not set.
 * @param from what to read; the environment when not given
 * @throws StartRefused that lists every fault
 */
export function readSettings(from: Readonly<Record<string, string | undefined>> = environment): Settings {
  const given: Record<string, unknown> = {}
  const faults: string[] = []
  for (const [name, schema] of Object.entries(SettingsSchema.properties)) {
    const text = from[name]?.trim()
    const value = text ? read(schema, text) : (schema as { default?: unknown }).default
    if (value === undefined) continue
    given[name] = value
    if (Value.Check(schema, value)) continue
    faults.push(`${name} should be ${(schema as { description?: string }).description}, but is ${shown(name, text)}.`)
  }
  if (faults.length > 0)
    throw new StartRefused(`Settings need attention:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
  const settings = given as Static<typeof SettingsSchema>
  const dataDir = path.resolve(settings.DATA_DIR)
  return {
    ...settings,
    DATA_DIR: dataDir,
    FILES_DIR: path.resolve(settings.FILES_DIR ?? path.join(dataDir, 'files')),
    PUBLIC_URL: (settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`).replace(/\/+$/, ''),
  }
}

const read = (schema: object, text: string): unknown =>
  Type.IsInteger(schema) && /^\d+$/.test(text) ? Number(text) : text

/** An address may hold a password, so it is not repeated. */
const shown = (name: string, text = '') => (name.endsWith('_URL') ? 'something else' : `“${text}”`)
