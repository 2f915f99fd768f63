import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { CliError, exitCodes } from './failures.ts'
import type { Io } from './io.ts'

/** Where somebody is signed in, and as whom. */
export type Credentials = { url: string; token: string; email: string; organization: string }

/** `BATON_CREDENTIALS`, or `baton/credentials.json` in the folder for settings. */
export function credentialsFile({ environment, homeFolder }: Pick<Io, 'environment' | 'homeFolder'>): string {
  const { BATON_CREDENTIALS, XDG_CONFIG_HOME } = environment
  return (
    BATON_CREDENTIALS || path.join(XDG_CONFIG_HOME || path.join(homeFolder, '.config'), 'baton', 'credentials.json')
  )
}

/** @returns undefined when nobody has signed in. @throws CliError when the file is there and cannot be understood */
export async function readCredentials(io: Pick<Io, 'environment' | 'homeFolder'>): Promise<Credentials | undefined> {
  const file = credentialsFile(io)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new CliError(exitCodes.failed, `${file} could not be read: ${(error as Error).message}`)
  }
  try {
    const { url, token, email, organization } = JSON.parse(text) as Partial<Credentials>
    if (url && token) return { url, token, email: email ?? '', organization: organization ?? '' }
  } catch {
    // Told below, together with what is missing.
  }
  throw new CliError(
    exitCodes.notAllowed,
    `${file} holds no sign-in that can be read. Sign in again with “baton sign-in”.`,
  )
}

/** Written whole or not at all, and readable by its owner only from the first byte on. */
export async function writeCredentials(
  io: Pick<Io, 'environment' | 'homeFolder'>,
  credentials: Credentials,
): Promise<string> {
  const file = credentialsFile(io)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  const draft = `${file}.new`
  await rm(draft, { force: true })
  await writeFile(draft, `${JSON.stringify(credentials, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
  await chmod(draft, 0o600)
  await rename(draft, file)
  return file
}

export const forgetCredentials = (io: Pick<Io, 'environment' | 'homeFolder'>): Promise<void> =>
  rm(credentialsFile(io), { force: true })
