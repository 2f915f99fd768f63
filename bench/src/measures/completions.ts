import { type Cpu, withCpu } from '../cpu.ts'
import { launchMany, type Installation, published, type Signed, signedIn } from '../installation.ts'
import { load, type LoadResult, refusals } from '../load.ts'
import type { Peer } from '../peer.ts'
import { answersOf, procedure, stepCount, stepId } from '../procedure.ts'
import { beside, median, percentile, type Result, within } from '../result.ts'

const connections = 128
const rounds = 3
const seconds = 8

/**
 * Durable completions through HTTP, each of another open task of a process launched before, against the peer in turns.
 * Counted in the database, not by what the load generator believes.
 */
export async function completions(installation: Installation, peer: Peer): Promise<Result[]> {
  const signed = await signedIn(installation)
  const templateId = await published(installation, signed.actor, procedure(signed.actor.id))
  const rates: number[] = []
  const peers: number[] = []
  const saturated: LoadResult[] = []
  const costs: string[] = []
  let answered = 0
  for (let round = 0; round < rounds; round += 1) {
    if (peer.measure) {
      const { measure } = peer
      const [rate, cpu] = await withCpu(installation, () => measure(seconds))
      peers.push(rate)
      if (cpu)
        costs.push(`processor time of a transaction of the peer: ${each(cpu, rate * seconds, ['database', 'load'])}`)
    }
    const [result, cpu] = await completing(installation, signed, templateId, seconds)
    if (cpu) costs.push(`processor time of a completion: ${each(cpu, result.done, ['api', 'database', 'load'])}`)
    rates.push(result.done / result.seconds)
    answered += result.done
    saturated.push(result)
  }
  const [half] = await completing(installation, signed, templateId, seconds, median(rates) / 2)
  answered += half.done
  const [counted] = await installation.sql<{ n: number }>(
    `select count(*)::int as n from event where org_id = $1 and type = 'TaskCompleted'`,
    [signed.actor.orgId],
  )
  if ((counted?.n ?? 0) < answered)
    throw new Error(`${answered} completions were answered, ${counted?.n} are recorded.`)

  const at = (result: LoadResult, share: number) => percentile(result.latencies, share)
  const spread = `${Math.round(Math.min(...rates))}–${Math.round(Math.max(...rates))} in ${rounds} rounds`
  const rate = beside('completions', '/s', median(rates), peers.length > 0 ? median(peers) : undefined, peer.is, 1.2)
  rate.notes = [
    ...(rate.notes ?? []),
    spread,
    `${answered} verified in the database`,
    ...saturated.flatMap(refusals),
    ...costs,
  ]
  const p99 = median(saturated.map((result) => at(result, 0.99)))
  return [
    rate,
    within('completion_p99', 'ms', p99, 60, [
      `p50 ${at(saturated[0]!, 0.5).toFixed(1)} ms at saturation`,
      `at half load p50 ${at(half, 0.5).toFixed(1)} ms, p99 ${at(half, 0.99).toFixed(1)} ms`,
    ]),
  ]
}

/**
 * Completes the tasks of new processes, one after another in each, and tells what that cost.
 * @param requestsPerSecond of all connections together; as many as possible when absent
 */
export async function completing(
  installation: Installation,
  { actor, token }: Signed,
  templateId: string,
  seconds: number,
  requestsPerSecond?: number,
): Promise<[LoadResult, Cpu | undefined]> {
  // Enough that no connection runs out: each takes process after process through its steps in order.
  const wanted = Math.ceil(((requestsPerSecond ?? 12_000) * seconds) / stepCount) + connections
  const ids = await launchMany(installation, actor, templateId, wanted)
  await installation.sql('analyze process, task, assignment, event')
  const requests = () => {
    let processId = ids.pop()
    let place = 0
    return () => {
      if (place === stepCount) {
        processId = ids.pop()
        place = 0
      }
      if (processId === undefined) return undefined
      const path = `/api/v1/processes/${processId}/tasks/${stepId(place)}/completion`
      const body = { answers: answersOf(place) }
      place += 1
      return { method: 'POST' as const, path, body }
    }
  }
  const { api: origin } = installation
  return withCpu(installation, () =>
    load({ origin, token, connections, seconds, ...(requestsPerSecond ? { requestsPerSecond } : {}), requests }),
  )
}

export const each = (cpu: Cpu, count: number, who: (keyof Cpu)[]): string =>
  `${who.map((part) => `${part} ${(cpu[part] / count).toFixed(0)}`).join(', ')} µs`
