import { environment, readSettings, settingNames, StartRefused, type Settings } from '@baton/runtime'
import { databaseFromSecret, objectIn } from './database-secret.ts'
import { awsSecrets, type SecretsDoor } from './secrets-door.ts'

export type LoadedSettings = {
  /** `DATABASE_URL` is there also when a secret named the database. */
  settings: Settings
  /**
   * The password of the database as it is now; only where a secret holds it. Asks the secret again when it was last
   * asked more than a few seconds ago, so that a connection that was refused is opened with the new one.
   */
  databasePassword?: () => Promise<string>
}

/** Passwords that were read so recently are not read again, however many connections are opened. Milliseconds. */
const freshFor = 3_000

/**
 * Reads all settings, those included that are kept in secrets.
 * @param given.from what to read; the environment when not given
 * @param given.secrets where secrets are kept; Secrets Manager when not given
 * @throws StartRefused that lists every fault
 */
export async function loadSettings(
  given: {
    from?: Readonly<Record<string, string | undefined>>
    secrets?: SecretsDoor
    now?: () => number
  } = {},
): Promise<LoadedSettings> {
  const { from = environment, now = () => performance.now() } = given
  const secrets = given.secrets ?? awsSecrets({ region: from.AWS_REGION, endpoint: from.SECRETS_ENDPOINT || undefined })
  const faults: string[] = []
  const kept = from.BATON_SECRETS_ARN ? await settingsIn(secrets, from, faults) : {}
  const settings = readSettings({ ...from, ...kept }, faults)
  const arn = settings.DATABASE_SECRET_ARN
  if (!arn) {
    secrets.close()
    return { settings }
  }
  const text = await secrets.read(arn).catch((error: unknown) => refuse([unreadable('DATABASE_SECRET_ARN', error)]))
  const found = databaseFromSecret(text, settings)
  if ('faults' in found) return refuse(found.faults)

  let password = found.password
  let readAt = now()
  let reading: Promise<string> | undefined
  const again = async () => {
    try {
      const newest = objectIn(await secrets.read(arn))?.password
      if (typeof newest === 'string') password = newest
      readAt = now()
    } catch {
      // The password that was good a while ago is the best there is.
    } finally {
      reading = undefined
    }
    return password
  }
  return {
    settings: { ...settings, DATABASE_URL: found.url },
    databasePassword: async () => (now() - readAt < freshFor ? password : (reading ??= again())),
  }
}

/** What a secret adds to the settings; what is wrong with it is added to the faults. */
async function settingsIn(
  secrets: SecretsDoor,
  from: Readonly<Record<string, string | undefined>>,
  faults: string[],
): Promise<Record<string, string>> {
  let kept: Record<string, unknown> | undefined
  try {
    kept = objectIn(await secrets.read(from.BATON_SECRETS_ARN!))
  } catch (error) {
    faults.push(unreadable('BATON_SECRETS_ARN', error))
    return {}
  }
  if (!kept) faults.push('BATON_SECRETS_ARN names a secret that is no JSON object of settings.')
  const settings: Record<string, string> = {}
  for (const [name, value] of Object.entries(kept ?? {})) {
    if (!settingNames.includes(name))
      faults.push(`BATON_SECRETS_ARN names a secret with “${name}”, which is no setting.`)
    else if (typeof value !== 'string' && typeof value !== 'number')
      faults.push(`BATON_SECRETS_ARN names a secret in which ${name} is neither text nor a number.`)
    else if (from[name]?.trim())
      faults.push(`${name} is set in the environment and in the secret of BATON_SECRETS_ARN. Keep one of them.`)
    else settings[name] = String(value)
  }
  return settings
}

function refuse(faults: string[]): never {
  throw new StartRefused(`Settings need attention:\n${faults.map((fault) => `  ${fault}`).join('\n')}`)
}

const unreadable = (setting: string, error: unknown): string =>
  `${setting} names a secret that cannot be read: ${error instanceof Error ? error.message : String(error)}. Check its name, AWS_REGION and what this instance may do.`
