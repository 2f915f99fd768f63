import { createClient, session } from '@baton/contract'
import type { Context, Subcommand } from './context.ts'
import { forgetCredentials, readCredentials, writeCredentials } from './credentials.ts'
import { CliError, exitCodes } from './failures.ts'

type Options = { email?: string; token?: boolean }

/** `baton sign-in` and `baton sign-out` */
export const addSignIn: Subcommand = (program, act) => {
  program
    .command('sign-in')
    .summary('sign in and stay signed in on this machine')
    .description(
      'Signs in by e-mail and password, makes an access token and keeps it in a file that only you can read. BATON_TOKEN takes precedence over it.',
    )
    .option('--email <address>', 'who; asked for when absent')
    .option('--token', 'take an access token from standard input instead of e-mail and password')
    .action(act(signIn))
  program
    .command('sign-out')
    .summary('forget the sign-in of this machine, and take its token back')
    .action(act(signOut))
}

async function signIn(context: Context, options: Options) {
  const { io } = context
  const url = await context.url()
  const token = options.token ? (await io.readInput()).trim() : await newToken(context, url, options.email)
  if (!token) throw new CliError(exitCodes.usage, 'Wanted an access token on standard input, found nothing.')
  const client = createClient({ baseUrl: url, headers: { authorization: `Bearer ${token}` }, fetch: io.fetch })
  const { member, organization } = await client.call(session.getMe, {})
  const file = await writeCredentials(io, { url, token, email: member.email, organization: organization.name })
  context.print(
    { url, email: member.email, organization: organization.name, file },
    `Signed in at ${url} as ${member.name} (${organization.name}).\n`,
  )
  return exitCodes.done
}

async function signOut(context: Context) {
  const { io } = context
  const stored = await readCredentials(io)
  if (!stored) {
    context.print({ signedOut: false }, 'Nobody was signed in here.\n')
    return exitCodes.done
  }
  await forgetCredentials(io)
  context.print({ signedOut: true }, `Signed out of ${stored.organization || stored.url}.\n`)
  // The file is gone already: a server that cannot be reached keeps nobody signed in here.
  await takeBack(context, stored).catch(() =>
    io.tell('Its access token could not be taken back; do that in the settings.\n'),
  )
  return exitCodes.done
}

async function takeBack({ io }: Context, { url, token }: { url: string; token: string }): Promise<void> {
  const client = createClient({ baseUrl: url, headers: { authorization: `Bearer ${token}` }, fetch: io.fetch })
  const { items } = await client.call(session.listAccessTokens, {})
  const mine = items
    .filter(({ name }) => name === tokenName(io.hostName))
    .toSorted((a, b) => ((a.lastUsedAt ?? '') < (b.lastUsedAt ?? '') ? 1 : -1))[0]
  if (!mine) throw new Error('not found')
  await client.call(session.revokeAccessToken, { params: { tokenId: mine.id } })
}

const tokenName = (hostName: string) => `baton on ${hostName}`.slice(0, 100)

/** A token of the person who knows the password. The session that it takes is ended again. */
async function newToken({ io }: Context, url: string, given?: string): Promise<string> {
  const interactive = io.canAsk()
  if (!interactive && !given)
    throw new CliError(
      exitCodes.usage,
      'There is nobody to ask. Give --email and the password on standard input, or --token with a token there, or set BATON_TOKEN.',
    )
  const email = given ?? (await io.ask('E-mail: ')).trim()
  const password = interactive
    ? await io.ask('Password: ', { hidden: true })
    : (await io.readInput()).replace(/\r?\n$/, '')
  let cookie = ''
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const response = await io.fetch(input, {
      ...init,
      headers: { ...(init?.headers as Record<string, string>), ...(cookie && { cookie, origin: new URL(url).origin }) },
    })
    cookie ||= response.headers.getSetCookie()[0]?.split(';')[0] ?? ''
    return response
  }
  const client = createClient({ baseUrl: url, fetch })
  await client.call(session.signIn, { body: { email, password } })
  try {
    const body = { name: tokenName(io.hostName), scopes: ['read', 'write'] as ('read' | 'write')[], expiresInDays: 365 }
    return (await client.call(session.createAccessToken, { body })).secret
  } finally {
    await client.call(session.signOut, {}).catch(() => undefined)
  }
}
