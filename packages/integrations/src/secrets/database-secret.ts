import type { GivenSettings } from '@baton/runtime'

/** How to reach the database: the whole address, password included. */
type Found = { url: string; password: string } | { faults: string[] }

/**
 * The address of the database from a secret as RDS writes it. Settings take the place of what the secret says.
 * @param text JSON with `username`, `password`, `host`, `port` and `dbname`
 */
export function databaseFromSecret(text: string, settings: GivenSettings): Found {
  const given = objectIn(text)
  if (!given) return { faults: ['DATABASE_SECRET_ARN names a secret that is no JSON object.'] }
  const parts = {
    username: given.username,
    password: given.password,
    host: settings.DATABASE_HOST ?? given.host,
    port: settings.DATABASE_PORT ?? given.port ?? 5432,
    dbname: settings.DATABASE_NAME ?? given.dbname,
  }
  const missing = Object.entries(parts).filter(([, value]) => !['string', 'number'].includes(typeof value))
  if (missing.length > 0)
    return {
      faults: missing.map(
        ([name]) =>
          `DATABASE_SECRET_ARN names a secret without “${name}”.${name in insteadOf ? ` Add it there, or set ${insteadOf[name]}.` : ''}`,
      ),
    }
  const url = new URL(`postgres://host/${encodeURIComponent(String(parts.dbname))}`)
  url.hostname = String(parts.host)
  url.port = String(parts.port)
  url.username = encodeURIComponent(String(parts.username))
  url.password = encodeURIComponent(String(parts.password))
  const tls = settings.DATABASE_TLS ?? 'verify'
  // As the driver spells them: `require` alone would check the certificate too.
  if (tls === 'require') url.searchParams.set('sslmode', 'no-verify')
  if (tls === 'verify') url.searchParams.set('sslmode', 'verify-full')
  if (tls === 'verify' && settings.DATABASE_CA_FILE) url.searchParams.set('sslrootcert', settings.DATABASE_CA_FILE)
  return { url: url.href, password: String(parts.password) }
}

const insteadOf: Record<string, string> = { host: 'DATABASE_HOST', dbname: 'DATABASE_NAME' }

/** The object in a text; undefined when it holds none. */
export function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text) as unknown
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined
  } catch {
    return undefined
  }
}
