import path from 'node:path'
import { parseArgs } from 'node:util'
import { commandLine, setExitCode, stdout } from '@baton/runtime'
import { type Installation, startInstallation } from './installation.ts'
import { completions } from './measures/completions.ts'
import { launches } from './measures/launches.ts'
import { lists } from './measures/lists.ts'
import { live } from './measures/live.ts'
import { memory } from './measures/memory.ts'
import { rls } from './measures/rls.ts'
import { ruleCosts } from './measures/rules.ts'
import { start } from './measures/start.ts'
import { web } from './measures/web.ts'
import type { Peer } from './peer.ts'
import { findPgbench, preparePgbench, transactionsPerSecond } from './pgbench.ts'
import { isResult, type NotMeasured, type Result } from './result.ts'
import { tableOf } from './table.ts'

type Measure = { name: string } & (
  | { alone: () => Promise<(Result | NotMeasured)[]> | Result[] }
  | { on: (installation: Installation, peer: Peer) => Promise<(Result | NotMeasured)[]> }
)

/** In the order in which they disturb each other least: memory on a fresh installation, the large lists last. */
const measures: Measure[] = [
  { name: 'rules', alone: ruleCosts },
  { name: 'web', alone: web },
  { name: 'start', alone: start },
  { name: 'memory', on: memory },
  { name: 'completions', on: completions },
  { name: 'launches', on: launches },
  { name: 'rls', on: rls },
  { name: 'live', on: live },
  { name: 'lists', on: lists },
]

/** Of the names that are promised, those that nothing measures yet. */
const later: NotMeasured[] = [
  { name: 'dashboard', because: 'there are no roll-ups yet' },
  { name: 'jobs', because: 'not built yet' },
  { name: 'decay', because: 'not built yet' },
]

const { values } = parseArgs({
  args: [...commandLine],
  options: {
    only: { type: 'string' },
    json: { type: 'boolean', default: false },
    profile: { type: 'string' },
    'flush-ms': { type: 'string', default: '0' },
  },
})
/** Given to programs that stand elsewhere. */
const profile = values.profile && path.resolve(values.profile)
/** What PostgreSQL takes for a delay: up to a tenth of a second. */
const flushMs = Number(values['flush-ms'])
const wanted = values.only?.split(',').map((name) => name.trim())
const known = [...measures, ...later].map(({ name }) => name)
const unknown = wanted?.filter((name) => !known.includes(name)) ?? []

if (unknown.length > 0) {
  stdout.write(`There is no measurement “${unknown.join('”, “')}”. There are: ${known.join(', ')}.\n`)
  setExitCode(2)
} else if (!(flushMs >= 0 && flushMs <= 100)) {
  stdout.write(`--flush-ms takes milliseconds from 0 to 100, found “${values['flush-ms']}”.\n`)
  setExitCode(2)
} else await main()

async function main(): Promise<void> {
  const chosen = measures.filter(({ name }) => wanted?.includes(name) ?? true)
  const results: (Result | NotMeasured)[] = []
  for (const measure of chosen) {
    tell(`${measure.name} …`)
    if ('alone' in measure) results.push(...(await measure.alone()))
    // Each on an installation of its own, so that none pays for the rows of another.
    else results.push(...(await onInstallation(measure.on)))
  }
  results.push(...later.filter(({ name }) => wanted?.includes(name) ?? true))
  if (flushMs > 0) tell(`\nEach flush of the database took ${flushMs} ms longer than this disk takes.`)
  if (values.json) stdout.write(`${JSON.stringify(asJson(results))}\n`)
  else stdout.write(`\n${tableOf(results)}\n`)
  if (profile) tell(`\nProfiles of the api, one for each measurement that has one: ${profile}`)
}

async function onInstallation(
  measure: (installation: Installation, peer: Peer) => Promise<(Result | NotMeasured)[]>,
): Promise<(Result | NotMeasured)[]> {
  const installation = await startInstallation({ profile, flushMs })
  try {
    return await measure(installation, await pgbenchOn(installation))
  } finally {
    await installation.stop()
  }
}

/** pgbench on the same server as the installation; its tables are made when it is first asked. */
async function pgbenchOn({ url, sql }: Installation): Promise<Peer> {
  const pgbench = findPgbench()
  if (!pgbench) return { is: 'pgbench is missing on this machine; it comes with Debian’s package postgresql' }
  let ready: Promise<string> | undefined
  return {
    is: 'pgbench -N -M prepared -c 16',
    async measure(seconds) {
      ready ??= preparePgbench(pgbench, url, (name) => sql(`create database ${name}`))
      return transactionsPerSecond(pgbench, await ready, seconds)
    },
  }
}

function tell(line: string): void {
  if (!values.json) stdout.write(`${line}\n`)
}

function asJson(results: (Result | NotMeasured)[]): Record<string, unknown> {
  return Object.fromEntries(
    results
      .filter(isResult)
      .map(({ name, value, unit, peer, ratio }) => [name, { value, unit, peer: peer ?? null, ratio: ratio ?? null }]),
  )
}
