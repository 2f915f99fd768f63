import type { Settings } from '@baton/runtime'

/** How a first person signs in to the demo organization. */
export type SignIn = { email: string; password: string }

/** What is printed when everything runs: the address, how to sign in, and how to stop. */
export function welcome(settings: Settings, signIn: SignIn | undefined, { dev }: { dev: boolean }): string {
  const { HOST, PORT, PUBLIC_URL, DATA_DIR, SMTP_URL } = settings
  const local = HOST === '0.0.0.0' || HOST === '::' || HOST === '127.0.0.1' ? 'localhost' : HOST
  const lines = [`Baton is running at http://${local}:${PORT}`]
  if (PUBLIC_URL !== `http://localhost:${PORT}`) lines.push(`People reach it at ${PUBLIC_URL}`)
  if (signIn) lines.push(`Sign in as ${signIn.email} with the password ${signIn.password}`)
  lines.push('', `Data and logs are in ${DATA_DIR}`)
  if (!SMTP_URL) lines.push('Mail is not sent: see it under Outbox, or set SMTP_URL')
  if (dev) lines.push('Servers restart and pages reload when their sources change')
  lines.push('Stop with Ctrl-C')
  return `\n${lines.map((line) => (line ? `  ${line}` : '')).join('\n')}\n`
}
