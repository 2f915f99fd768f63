import { openConnection, type Request } from './connection.ts'

/** What a connection asks for next; undefined: nothing is left for it. */
export type NextRequest = () => Request | undefined

export type LoadResult = {
  /** Answers with a status of success. */
  done: number
  /** How many answers had which other status. */
  refused: Record<number, number>
  seconds: number
  /** Milliseconds of each success. */
  latencies: number[]
}

/**
 * Keeps so many connections busy with one request after another.
 * @param seconds after which no more are begun; it also ends when no connection has anything to ask
 * @param requestsPerSecond of all connections together; as many as possible when absent
 */
export async function load({
  origin,
  token,
  connections,
  seconds,
  requestsPerSecond,
  requests,
}: {
  origin: string
  token: string
  connections: number
  seconds: number
  requestsPerSecond?: number
  /** Makes what the connection of this number asks, one after another. */
  requests: (connection: number) => NextRequest
}): Promise<LoadResult> {
  const headers = { authorization: `Bearer ${token}`, prefer: 'return=minimal' }
  const open = await Promise.all(Array.from({ length: connections }, () => openConnection(origin, headers)))
  const latencies: number[] = []
  const refused: Record<number, number> = {}
  const started = performance.now()
  const until = started + seconds * 1000

  const one = async (connection: number) => {
    const next = requests(connection)
    for (let turn = 0; performance.now() < until; turn += 1) {
      if (requestsPerSecond) {
        // Each connection has its own beat, a part of a beat apart from the others.
        const at = started + ((turn + connection / connections) * connections * 1000) / requestsPerSecond
        const wait = at - performance.now()
        if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
      }
      const request = next()
      if (!request) return
      const begun = performance.now()
      const status = await open[connection]!.ask(request)
      if (status < 300) latencies.push(performance.now() - begun)
      else refused[status] = (refused[status] ?? 0) + 1
    }
  }
  await Promise.all(Array.from({ length: connections }, (_, connection) => one(connection)))
  const taken = (performance.now() - started) / 1000
  for (const connection of open) connection.close()
  return { done: latencies.length, refused, seconds: taken, latencies }
}

/** In words, for when there should be none. */
export const refusals = ({ refused }: LoadResult): string[] =>
  Object.entries(refused).map(([status, count]) => `${count} answers ${status}`)
