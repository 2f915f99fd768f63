import { session } from '@baton/contract'
import {
  accountByEmail,
  countAttempt,
  forgiveAttempt,
  insertSession,
  lastSessionOf,
  membershipsOf,
} from '@baton/database'
import { UserError } from '@baton/engine'
import type { FastifyRequest } from 'fastify'
import { sessionDays, setSessionCookie } from '../../auth/cookie.ts'
import { newSecret } from '../../auth/secrets.ts'
import type { ApiContext } from '../../context.ts'
import { endpoint } from '../../endpoint.ts'
import { meOf } from './present.ts'

const windowMinutes = 15
const mostFromHere = 10
/** From wherever: high enough that a stranger can hardly lock a person out, low enough that nobody guesses a password. */
const mostForAccount = 200
const mostForNetwork = 100

/** Whatever is wrong, the answer and the time it takes are the same: neither tells whether there is such an account. */
const wrong = () =>
  new UserError('wrong_credentials', 'E-mail and password do not belong together. Check both and try again.')

export const signIn = endpoint(session.signIn, async (ctx, { body, request, reply }) => {
  const now = ctx.clock.now()
  const network = networkOf(request.ip)
  const email = body.email.trim().toLowerCase()
  const limits = [
    { key: `${email} ${network}`, most: mostFromHere },
    { key: email, most: mostForAccount },
    { key: network, most: mostForNetwork },
  ]
  const account = await ctx.db.outside(async (tx) => {
    for (const { key, most } of limits) {
      if ((await countAttempt(tx, key, now.toISOString(), windowMinutes)) > most) return 'too many' as const
    }
    return accountByEmail(tx, body.email)
  })
  if (account === 'too many')
    throw new UserError(
      'too_many_attempts',
      `There were too many attempts to sign in. Try again in ${windowMinutes} minutes.`,
    )
  if (!(await ctx.passwords.matches(body.password, account?.passwordHash))) throw wrong()
  const memberships = await ctx.db.outside(async (tx) => {
    await forgiveAttempt(tx, { person: [`${email} ${network}`, email], network }, now.toISOString())
    return membershipsOf(tx, account!.id)
  })
  const chosen = await choose(ctx, memberships, body.organizationId)
  if (!chosen) throw wrong()

  const { orgId, memberId } = chosen
  const secret = newSecret('session', orgId)
  const me = await ctx.db.write(orgId, async (tx) => {
    await insertSession(tx, orgId, {
      hash: secret.hash,
      memberId,
      now: now.toISOString(),
      expiresAt: new Date(now.getTime() + sessionDays * 86_400_000).toISOString(),
      userAgent: userAgentOf(request),
    })
    return meOf(tx, { orgId, id: memberId })
  })
  reply.header('set-cookie', setSessionCookie(ctx, secret.text))
  return me
})

type Membership = { orgId: string; memberId: string }

/** The organization that was asked for, or else the one last used. */
async function choose(ctx: ApiContext, all: Membership[], wanted: string | undefined): Promise<Membership | undefined> {
  if (wanted !== undefined) return all.find(({ orgId }) => orgId === wanted)
  if (all.length < 2) return all[0]
  const used = await Promise.all(
    all.map(async (one) => ({
      one,
      at: await ctx.db.read(one.orgId, (reader) => lastSessionOf(reader, one.orgId, one.memberId)),
    })),
  )
  return used.sort((a, b) => (b.at ?? '').localeCompare(a.at ?? ''))[0]?.one
}

/** The address itself, or the /64 of IPv6, which one person has to themselves. */
const networkOf = (ip: string) =>
  ip.includes(':') && !ip.startsWith('::ffff:') ? ip.split(':').slice(0, 4).join(':') : ip

const userAgentOf = (request: FastifyRequest) => request.headers['user-agent']?.slice(0, 300) ?? null
