import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parse } from 'yaml'
import { parseCrontab, type Crontab } from './crontab.ts'

/** An entry of `cron.yaml`. */
export type PeriodicTask = { name: string; url: string; schedule: Crontab }

/**
 * Reads the periodic tasks of a bundle; none when it has no `cron.yaml`.
 * @throws Error when Beanstalk would refuse the file
 */
export async function periodicTasksOf(bundle: string): Promise<PeriodicTask[]> {
  const text = await readFile(path.join(bundle, 'cron.yaml'), 'utf8').catch(() => undefined)
  return text === undefined ? [] : parsePeriodicTasks(text)
}

export function parsePeriodicTasks(text: string): PeriodicTask[] {
  const { version, cron } = parse(text) as { version?: number; cron?: Record<string, string>[] }
  if (version !== 1 || !Array.isArray(cron)) throw new Error('cron.yaml should have version 1 and a list “cron”.')
  const tasks = cron.map(({ name, url, schedule }) => {
    if (!name || !url || !schedule) throw new Error('Each entry of cron.yaml needs name, url and schedule.')
    return { name, url, schedule: parseCrontab(schedule) }
  })
  if (new Set(tasks.map(({ name }) => name)).size < tasks.length) throw new Error('Names in cron.yaml must differ.')
  return tasks
}

/**
 * Which instance sends what is due, so that one does and not all. Beanstalk keeps it in a table of DynamoDB; here all
 * daemons of an environment share one of these.
 */
export class Election {
  private readonly taken = new Set<string>()

  /** True for the first who asks for this task at this minute. */
  lead(name: string, minute: string): boolean {
    const key = `${name} ${minute}`
    if (this.taken.has(key)) return false
    this.taken.add(key)
    return true
  }
}
