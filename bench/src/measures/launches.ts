import { type Installation, published, signedIn } from '../installation.ts'
import { load, refusals } from '../load.ts'
import type { Peer } from '../peer.ts'
import { procedure, stepCount } from '../procedure.ts'
import { beside, median, percentile, type Result } from '../result.ts'

const rounds = 3
const seconds = 6

/** Launches of a process of ten steps through HTTP, against the peer in turns. */
export async function launches(installation: Installation, peer: Peer): Promise<Result[]> {
  const { actor, token } = await signedIn(installation)
  const templateId = await published(installation, actor, procedure(actor.id))
  const rates: number[] = []
  const peers: number[] = []
  const latencies: number[] = []
  const wrong: string[] = []
  for (let round = 0; round < rounds; round += 1) {
    if (peer.measure) peers.push(await peer.measure(seconds))
    let number = 0
    const result = await load({
      origin: installation.api,
      token,
      connections: 128,
      seconds,
      requests: () => () => {
        number += 1
        const answers = { supplier: `Supplier ${number}`, amount: number % 20_000 }
        return { method: 'POST', path: '/api/v1/processes', body: { templateId, answers } }
      },
    })
    rates.push(result.done / result.seconds)
    latencies.push(...result.latencies)
    wrong.push(...refusals(result))
  }
  const result = beside('launches', '/s', median(rates), peers.length > 0 ? median(peers) : undefined, peer.is, 0.7)
  const p99 = percentile(latencies, 0.99).toFixed(1)
  result.notes = [...(result.notes ?? []), `${stepCount} steps each, p99 ${p99} ms`, ...wrong]
  return [result]
}
