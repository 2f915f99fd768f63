import { operations } from '@baton/contract'
import type { Context, Subcommand } from './context.ts'
import { exitCodes } from './failures.ts'

/** `baton verify` */
export const addVerify: Subcommand = (program, act) =>
  void program
    .command('verify')
    .summary('check the event log of the organization')
    .description(
      'Walks the hash chain of every process and compares what the events say with the stored state. For administrators. Exit code 6 when something is wrong.',
    )
    .action(act(verify))

async function verify(context: Context) {
  const { client } = await context.connect()
  const result = await client.call(operations.verify, {})
  const { processes, events, faults } = result
  const lines = faults.map(({ processId, what }) => `${processId ?? 'organization'}: ${what}\n`).join('')
  const sum = `${processes} processes, ${events} events, ${faults.length === 0 ? 'no fault' : faults.length === 1 ? '1 fault' : `${faults.length} faults`}.\n`
  context.print(result, lines + sum)
  return faults.length === 0 ? exitCodes.done : exitCodes.faultsFound
}
