import { UserError } from '@baton/engine'
import { hash, verify } from '@node-rs/argon2'

/** argon2id as OWASP advises; its numeric name, since the library's enum does not exist at run time. */
const settings = { algorithm: 2, memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const
const mostAtOnce = 2
const mostWaiting = 100

/** Hashes and checks passwords, a few at a time: each takes tens of milliseconds of a core and 19 MiB. */
export type Passwords = {
  hash(password: string): Promise<string>
  /**
   * @param stored absent when there is no such account or it has no password: takes as long, and says no
   */
  matches(password: string, stored: string | null | undefined): Promise<boolean>
}

/** @throws UserError too_many_attempts from its functions when too many wait already */
export function createPasswords(): Passwords {
  let running = 0
  const waiting: (() => void)[] = []
  const inTurn = async <T>(work: () => Promise<T>): Promise<T> => {
    if (running >= mostAtOnce) {
      if (waiting.length >= mostWaiting)
        throw new UserError(
          'too_many_attempts',
          'Too many people are signing in at this moment. Try again in a few seconds.',
        )
      await new Promise<void>((resolve) => waiting.push(resolve))
    } else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      // The place is handed over, so `running` stays.
      if (next) next()
      else running -= 1
    }
  }
  // Compared with when there is no account, so that neither answer nor time tells whether there is one.
  let dummy: Promise<string> | undefined
  const hashed = (password: string) => inTurn(() => hash(password.normalize('NFKC'), settings))
  return {
    hash: hashed,
    async matches(password, stored) {
      const against = stored ?? (await (dummy ??= hashed('nobody has this password')))
      const same = await inTurn(() => verify(against, password.normalize('NFKC')))
      return same && stored !== null && stored !== undefined
    },
  }
}
