import { tasks, type TaskRow } from '@baton/contract'
import { InvalidArgumentError, Option } from 'commander'
import type { Context, Subcommand } from './context.ts'
import { exitCodes } from './failures.ts'

type Options = { scope: (typeof tasks.taskScopes)[number]; bucket: (typeof tasks.taskBuckets)[number]; limit: number }

/** `baton tasks` */
export const addTasks: Subcommand = (program, act) =>
  void program
    .command('tasks')
    .summary('list my tasks')
    .description('Lists tasks, the one that is due first at the top.')
    .addOption(new Option('--scope <scope>', 'whose').choices(tasks.taskScopes).default('mine'))
    .addOption(new Option('--bucket <bucket>', 'which').choices(tasks.taskBuckets).default('open'))
    .option('--limit <number>', 'at most so many', wholeNumber, 50)
    .action(act(listTasks))

async function listTasks(context: Context, { scope, bucket, limit }: Options) {
  const { client } = await context.connect()
  const items: TaskRow[] = []
  let cursor: string | undefined
  do {
    const page = await client.call(tasks.listTasks, {
      query: { scope, bucket, limit: Math.min(limit - items.length, 100), ...(cursor && { cursor }) },
    })
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor && items.length < limit)
  context.print({ items, more: cursor !== undefined }, items.length > 0 ? table(items) : 'Nothing to do here.\n')
  return exitCodes.done
}

function table(items: TaskRow[]): string {
  const rows = items.map(({ dueAt, title, processName, problem, type, processId, taskId }) => [
    dueAt ? localTime(dueAt) : '–',
    `${problem ? '! ' : ''}${title}${type === 'approval' ? ' (approve or reject)' : ''}`,
    processName,
    `${processId}/${taskId}`,
  ])
  const widths = [0, 1, 2].map((column) => Math.min(60, Math.max(...rows.map((row) => row[column]!.length))))
  return rows
    .map((row) => `${row.map((cell, column) => (column < 3 ? cell.padEnd(widths[column]!) : cell)).join('  ')}\n`)
    .join('')
}

/** `2026-11-22 17:00`, in the time zone of this machine. */
const localTime = (instant: string) => {
  const at = new Date(instant)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('Wanted a number from 1.')
  return Number(text)
}
