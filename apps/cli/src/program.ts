import { Command } from 'commander'
import { addCloud } from './cloud.ts'
import { contextFor, defaultUrl, type GlobalOptions, type Subcommand } from './context.ts'
import { addExport } from './export.ts'
import { describe, exitCodes, failureOf } from './failures.ts'
import { addImport } from './import.ts'
import type { Io } from './io.ts'
import { addLaunch } from './launch.ts'
import { addSignIn } from './sign-in.ts'
import { addTasks } from './tasks.ts'
import { addVerify } from './verify.ts'

const subcommands: Subcommand[] = [addSignIn, addTasks, addLaunch, addImport, addExport, addVerify, addCloud]

/** Carries out one command line. Never throws. @returns the exit code */
export async function run(words: readonly string[], io: Io): Promise<number> {
  let exitCode: number = exitCodes.done
  const program = new Command('baton')
    .description('Runs the repeatable work of an organization from the command line.')
    .option('--url <address>', `the server (else BATON_URL, where you are signed in, or ${defaultUrl})`)
    .option('--json', 'print one JSON document instead of text')
    .showHelpAfterError('Add --help for how it is used.')
    .exitOverride()
    .configureOutput({ writeOut: io.write, writeErr: io.tell })
  program.addHelpText(
    'after',
    '\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 not signed in or not allowed, 4 refused, 5 server not reachable, 6 faults found.',
  )
  for (const add of subcommands) {
    add(program, (action) => async (...args) => {
      exitCode = await action(contextFor(io, program.opts<GlobalOptions>()), ...args)
    })
  }
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (error) {
    const failure = failureOf(error)
    const { exitCode: code, ...problem } = failure
    if (failure.message)
      io.tell(
        program.opts<GlobalOptions>().json ? `${JSON.stringify({ error: problem }, null, 2)}\n` : describe(failure),
      )
    return code
  }
}
