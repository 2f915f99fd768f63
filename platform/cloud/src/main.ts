import { createInterface } from 'node:readline/promises'
import { parseArgs } from 'node:util'
import { commandLine, setExitCode, stderr, stdin, stdout } from '@baton/runtime'
import { Refused } from './refused.ts'
import { tasks } from './verbs.ts'

async function ask(question: string): Promise<string> {
  const lines = createInterface({ input: stdin(), output: stdout })
  try {
    // Whoever closes the terminal or presses Ctrl-D has not said yes.
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')))
    return await Promise.race([lines.question(question), closed])
  } finally {
    lines.close()
  }
}

const known = {
  out: { type: 'string' },
  region: { type: 'string' },
  json: { type: 'boolean' },
  by: { type: 'string' },
} as const
const options = Object.keys(known)
  .map((name) => `--${name}`)
  .join(', ')

const [verb = '', ...words] = commandLine

try {
  const run = tasks[verb]
  if (!run) throw new Refused(`Wanted one of ${Object.keys(tasks).join(', ')}, found “${verb}”.`)
  const { values, positionals } = parseArgs({
    args: words,
    allowPositionals: true,
    options: known,
  })
  const [stage, ...more] = positionals
  if (more.length > 0)
    throw new Refused(`Wanted one stage, found ${positionals.join(', ')}. Ask for one after the other.`)
  await run({ stage, ...values, write: (text) => stdout.write(text), ...(stdin().isTTY && stdout.isTTY && { ask }) })
} catch (error) {
  const ofThePerson = error instanceof Refused || (error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')
  if (!ofThePerson) throw error
  const { message } = error as Error
  // Node explains at length how an option could be a word.
  const told = error instanceof Refused ? message : `${message.split('. ')[0]}. Known are ${options}.`
  stderr.write(`\n${told}\n\n`)
  setExitCode(1)
}
