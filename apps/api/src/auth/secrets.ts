import { createHash, randomBytes } from 'node:crypto'
import type { OrgId } from '@baton/engine'

/** `session`: in the cookie of a browser. `token`: a personal access token, in `Authorization: Bearer`. */
export type SecretKind = 'session' | 'token'

const prefixes = { session: 'baton_ses', token: 'baton_pat' } as const

/** A secret that was presented: what is stored of it is `hash` alone. */
export type Presented = { kind: SecretKind; orgId: OrgId; hash: Buffer; text: string }

/**
 * Makes a new secret of 256 bits. It names its organization, so that it is looked up inside that one; its prefix lets
 * scanners of leaked secrets find it.
 */
export function newSecret(kind: SecretKind, orgId: OrgId): Presented {
  const text = `${prefixes[kind]}_${orgId.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}`
  return { kind, orgId, hash: hashOf(text), text }
}

/** Reads a secret; undefined when it is not of our form. */
export function readSecret(text: string): Presented | undefined {
  const match = /^baton_(ses|pat)_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[\w-]{43}$/.exec(
    text,
  )
  if (!match) return undefined
  const [, prefix, ...groups] = match
  return { kind: prefix === 'ses' ? 'session' : 'token', orgId: groups.join('-'), hash: hashOf(text), text }
}

/** Enough for a secret of 256 random bits, which nobody guesses. */
const hashOf = (text: string): Buffer => createHash('sha256').update(text).digest()
