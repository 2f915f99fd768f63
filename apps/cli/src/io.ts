import { homedir, hostname } from 'node:os'
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { environment, stderr, stdin, stdout } from '@baton/runtime'

/** What the command line touches of the world, so that tests can hand it another one. */
export type Io = {
  /** Results: what a pipe takes. */
  write: (text: string) => void
  /** Reports, questions and refusals: what a person reads. */
  tell: (text: string) => void
  environment: Readonly<Record<string, string | undefined>>
  homeFolder: string
  hostName: string
  /** Whether a person is there to be asked. */
  canAsk: () => boolean
  /** Asks for one line; with `hidden` it does not appear while it is typed. */
  ask: (question: string, options?: { hidden?: boolean }) => Promise<string>
  /** All of standard input. */
  readInput: () => Promise<string>
  fetch: typeof globalThis.fetch
}

/** The terminal that started this. */
export const terminal: Io = {
  write: (text) => void stdout.write(text),
  tell: (text) => void stderr.write(text),
  environment,
  homeFolder: homedir(),
  hostName: hostname(),
  canAsk: () => stdin().isTTY && stderr.isTTY,
  async ask(question, { hidden = false } = {}) {
    const silent = new Writable({ write: (_chunk, _encoding, done) => done() })
    const lines = createInterface({ input: stdin(), output: hidden ? silent : stderr, terminal: true })
    if (hidden) stderr.write(question)
    try {
      return await lines.question(hidden ? '' : question)
    } finally {
      lines.close()
      if (hidden) stderr.write('\n')
    }
  },
  async readInput() {
    const parts: string[] = []
    const input = stdin()
    input.setEncoding('utf8')
    for await (const part of input) parts.push(String(part))
    return parts.join('')
  },
  fetch: globalThis.fetch,
}
