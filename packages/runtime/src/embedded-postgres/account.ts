import { readFile } from 'node:fs/promises'
import { ownUid } from '../node.ts'
import { StartRefused } from '../start-refused.ts'

/** A user of the operating system by number. */
export type Account = { uid: number; gid: number }

/**
 * The account PostgreSQL is to run under. It refuses to run as root, so root hands over to `postgres` or, where
 * there is none, to `nobody`.
 * @returns `undefined` when this runs as an ordinary user: then PostgreSQL runs as the same one
 */
export async function databaseAccount(): Promise<Account | undefined> {
  if (ownUid !== 0) return undefined
  const users = parsePasswd(await readFile('/etc/passwd', 'utf8'))
  const found = users.get('postgres') ?? users.get('nobody')
  if (found) return found
  throw new StartRefused(
    'PostgreSQL refuses to run as root, and this system has neither a user “postgres” nor “nobody” to run it as. ' +
      'Start Baton as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.',
  )
}

/** The users of `/etc/passwd` by name; lines that are no user are left out, and so is whoever has root's number. */
export function parsePasswd(text: string): Map<string, Account> {
  const users = new Map<string, Account>()
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':')
    if (name && uid && gid && Number(uid) > 0) users.set(name, { uid: Number(uid), gid: Number(gid) })
  }
  return users
}
