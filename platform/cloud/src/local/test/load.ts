import { newId } from '@baton/runtime'
import type { Answer, Client } from './client.ts'

export type LoadResult = {
  requests: number
  failed: string[]
  /** Names of the processes whose launch was answered with yes, by their id. */
  launched: Map<string, string>
  completed: Set<string>
  /** Milliseconds of each request. */
  latencies: number[]
  /** Requests that were asked again after they had failed. */
  repeated: number
  /** Writes that were asked again with the same key and answered otherwise than the first time. */
  unlike: string[]
}

/**
 * People at work: each launches a process under an `Idempotency-Key`, reads, completes its task, reads on, and begins
 * anew, until it is told to stop or so many requests have been answered.
 * @param given.repeat a request that fails is asked again with the same key until it is answered, as a careful client does;
 *   and some answers count as lost on their way, so that what was done is asked for again, too
 */
export async function work(
  client: Client,
  given: { people: number; templateId: string; until: (done: number) => boolean; repeat?: boolean },
): Promise<LoadResult> {
  const result: LoadResult = {
    requests: 0,
    failed: [],
    launched: new Map(),
    completed: new Set(),
    latencies: [],
    repeated: 0,
    unlike: [],
  }
  const once = async (
    method: 'GET' | 'POST',
    path: string,
    body?: unknown,
    key?: string,
  ): Promise<Answer | undefined> => {
    const begun = performance.now()
    let answer: Answer | undefined
    let why = ''
    try {
      answer = await client.ask(method, path, body, key)
    } catch (error) {
      why = (error as Error).message
    }
    result.requests += 1
    result.latencies.push(performance.now() - begun)
    if (answer && answer.status < 300) return answer
    result.failed.push(`${method} ${path} ${answer ? `${answer.status} ${answer.body.slice(0, 200)}` : why}`)
    return undefined
  }
  let writes = 0
  const ask: typeof once = async (...words) => {
    let answer = await once(...words)
    while (!answer && given.repeat) {
      result.repeated += 1
      answer = await once(...words)
    }
    const [method, path, , key] = words
    if (answer && given.repeat && key && (writes += 1) % 4 === 0) {
      result.repeated += 1
      const again = await once(...words)
      if (again && again.body !== answer.body) result.unlike.push(`${method} ${path} ${again.body.slice(0, 200)}`)
    }
    return answer
  }
  const onePerson = async () => {
    while (!given.until(result.requests)) {
      const name = newId()
      const launch = await ask('POST', '/processes', { templateId: given.templateId, name }, newId())
      if (!launch) continue
      const { id } = JSON.parse(launch.body) as { id: string }
      result.launched.set(id, name)
      await ask('GET', `/processes/${id}`)
      await ask('GET', '/tasks/counts')
      const done = await ask('POST', `/processes/${id}/tasks/count/completion`, {}, newId())
      if (done) result.completed.add(id)
      for (let read = 0; read < 6; read += 1) {
        await ask('GET', `/processes/${id}`)
        await ask('GET', '/me')
      }
    }
  }
  await Promise.all(Array.from({ length: given.people }, onePerson))
  return result
}

/** The time that so many of a hundred requests did not take longer than. */
export function percentile(latencies: readonly number[], percent: number): number {
  const sorted = Float64Array.from(latencies).sort()
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0
}
