import { createClient, people, type Client } from '@baton/contract'
import type { Directory } from '@baton/importers'
import type { Command } from 'commander'
import { readCredentials } from './credentials.ts'
import { CliError, exitCodes, type ExitCode } from './failures.ts'
import type { Io } from './io.ts'

/** Options that every subcommand understands. */
export type GlobalOptions = { url?: string; json?: boolean }

/** What a subcommand works with. */
export type Context = {
  io: Io
  /** A client that is signed in. @throws CliError when nobody is */
  connect: () => Promise<{ client: Client; url: string }>
  /** The address to talk to: `--url`, `BATON_URL`, where somebody is signed in, or the default of `npm start`. */
  url: () => Promise<string>
  /** One result: as JSON with `--json`, else as text. */
  print: (result: unknown, text: string) => void
  json: boolean
}

/** A subcommand: adds itself to the program. Its action answers with an exit code. */
export type Subcommand = (
  program: Command,
  act: <A extends unknown[]>(
    action: (context: Context, ...args: A) => Promise<ExitCode>,
  ) => (...args: A) => Promise<void>,
) => void

export const defaultUrl = 'http://localhost:3000'

export function contextFor(io: Io, options: GlobalOptions): Context {
  const { BATON_URL, BATON_TOKEN } = io.environment
  const given = options.url ?? BATON_URL
  const url = async () => plain(given || (BATON_TOKEN ? undefined : (await readCredentials(io))?.url) || defaultUrl)
  return {
    io,
    url,
    json: options.json ?? false,
    print: (result, text) => io.write(options.json ? `${JSON.stringify(result, null, 2)}\n` : text),
    async connect() {
      const address = await url()
      const stored = BATON_TOKEN ? undefined : await readCredentials(io)
      const token = BATON_TOKEN || stored?.token
      if (!token)
        throw new CliError(exitCodes.notAllowed, 'Nobody is signed in here. Use “baton sign-in”, or set BATON_TOKEN.')
      // A token must never travel to a server it was not made for.
      if (stored && plain(stored.url) !== address)
        throw new CliError(
          exitCodes.notAllowed,
          `You are signed in at ${stored.url}, not at ${address}. Use “baton sign-in --url ${address}”.`,
        )
      const client = createClient({ baseUrl: address, headers: { authorization: `Bearer ${token}` }, fetch: io.fetch })
      return { client, url: address }
    },
  }
}

function plain(address: string): string {
  const text = address.replace(/\/+$/, '')
  if (!/^https?:\/\/[^/\s]+/.test(text) || !URL.canParse(text))
    throw new CliError(exitCodes.usage, `Wanted an address such as ${defaultUrl}, found “${address}”.`)
  return text
}

/** Members and groups as importers name them. */
export async function directoryOf(client: Client): Promise<Directory> {
  const { members, groups } = await client.call(people.listPeople, {})
  return { members: members.filter(({ status }) => status === 'active'), groups }
}
