import { readdir, readFile } from 'node:fs/promises'
import type { Installation } from './installation.ts'

/** Microseconds of processor time, user and system, by who used them. */
export type Cpu = { api: number; database: number; load: number }

/**
 * What the parts have used since they began; undefined where the system does not tell. Unlike a rate, differences of
 * it say the same on a busy machine as on a quiet one, within a fifth or so.
 */
export async function cpuOf({ apiPid, databasePid }: Installation): Promise<Cpu | undefined> {
  const [api, database, own] = await Promise.all([used(apiPid), usedByFamily(databasePid), used('self')])
  // What this program started itself and has seen end, as pgbench, counts for the load.
  return api && database !== undefined && own ? { api: api.own, database, load: own.own + own.ended } : undefined
}

/** What the work uses, beside its own result. */
export async function withCpu<T>(installation: Installation, work: () => Promise<T>): Promise<[T, Cpu | undefined]> {
  const before = await cpuOf(installation)
  const result = await work()
  const after = await cpuOf(installation)
  return [result, before && after && cpuBetween(before, after)]
}

const cpuBetween = (before: Cpu, after: Cpu): Cpu => ({
  api: after.api - before.api,
  database: after.database - before.database,
  load: after.load - before.load,
})

type Used = { parent: number; own: number; ended: number }

/** Linux counts in hundredths of a second, whatever the kernel's own beat. */
const microsecondsOfTick = 10_000

async function used(pid: number | string): Promise<Used | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined)
  // The name stands in brackets and may hold anything.
  const fields = text
    ?.slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  if (!fields) return undefined
  const ticks = (from: number) => (fields[from]! + fields[from + 1]!) * microsecondsOfTick
  return { parent: fields[1]!, own: ticks(11), ended: ticks(13) }
}

/** Of a process with its children, those that have ended included. */
async function usedByFamily(pid: number): Promise<number | undefined> {
  const head = await used(pid)
  if (!head) return undefined
  const others = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const all = await Promise.all(others.map(used))
  // One that ended in between would be counted nowhere.
  if ((await used(pid))?.ended !== head.ended) return usedByFamily(pid)
  const children = all.filter((one) => one?.parent === pid)
  return head.own + head.ended + children.reduce((sum, one) => sum + one!.own, 0)
}
