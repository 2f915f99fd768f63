import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { nodeBinary } from '@baton/runtime'
import type { Context, Subcommand } from './context.ts'
import { CliError, exitCodes, type ExitCode } from './failures.ts'

const main = fileURLToPath(new URL('../../../platform/cloud/src/main.ts', import.meta.url))

/** `baton cloud`: the tools of the cloud, which stand beside the product and are started as a program of their own. */
export const addCloud: Subcommand = (program, act) =>
  void program
    .command('cloud')
    .summary('what the cloud costs, its templates and plans')
    .description(
      'cost [stage], synth [stage] --out DIR, plan <stage>, approve <stage>, deploy <stage>; each with --region, cost and plan with --json. Only in the repository of Baton.',
    )
    .argument('<verb>')
    .argument('[words...]')
    .allowUnknownOption()
    .action(act(cloud))

async function cloud({ io, json }: Context, verb: string, words: string[]): Promise<ExitCode> {
  if (!existsSync(main)) {
    throw new CliError(exitCodes.usage, 'The tools of the cloud are in the repository of Baton only. Run this there.')
  }
  const child = spawn(nodeBinary, [main, verb, ...words, ...(json ? ['--json'] : [])], {
    stdio: ['inherit', 'pipe', 'pipe'],
  })
  child.stdout.setEncoding('utf8').on('data', io.write)
  child.stderr.setEncoding('utf8').on('data', io.tell)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve(code === 0 ? exitCodes.done : exitCodes.refused))
  })
}
