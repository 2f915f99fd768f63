import { get, type IncomingMessage } from 'node:http'
import { type Installation, launchMany, published, residentMegabytes, type Signed, signedIn } from '../installation.ts'
import { load, refusals } from '../load.ts'
import { answersOf, procedure, stepCount, stepId } from '../procedure.ts'
import { percentile, type Result, within } from '../result.ts'

const organizations = 50
const streamsEach = 20
const completionsPerSecond = 200
const seconds = 10

/**
 * The live stream with a thousand connections: from sending a completion to its notice on each stream of its
 * organization, so with the whole way through HTTP, commit and NOTIFY in it.
 */
export async function live(installation: Installation): Promise<Result[]> {
  const before = await residentMegabytes(installation.apiPid)
  /** Process to the time its completion was sent, in ms. */
  const sent = new Map<string, number>()
  const latencies: number[] = []
  const streams: IncomingMessage[] = []
  const work: { signed: Signed; ids: string[] }[] = []
  for (let number = 0; number < organizations; number += 1) {
    const signed = await signedIn(installation)
    const templateId = await published(installation, signed.actor, procedure(signed.actor.id))
    const count = Math.ceil((completionsPerSecond * seconds) / organizations) + 10
    work.push({ signed, ids: await launchMany(installation, signed.actor, templateId, count) })
    for (let stream = 0; stream < streamsEach; stream += 1) streams.push(await open(installation, signed, heard))
  }
  const idle = await residentMegabytes(installation.apiPid)

  const results = await Promise.all(
    work.map(({ signed, ids }) =>
      load({
        origin: installation.api,
        token: signed.token,
        connections: 1,
        seconds,
        requestsPerSecond: completionsPerSecond / organizations,
        requests: () => () => {
          const processId = ids.pop()
          if (processId === undefined) return undefined
          sent.set(processId, performance.now())
          return {
            method: 'POST',
            path: `/api/v1/processes/${processId}/tasks/${stepId(0)}/completion`,
            body: { answers: answersOf(0) },
          }
        },
      }),
    ),
  )
  const done = results.reduce((sum, result) => sum + result.done, 0)
  const expected = done * streamsEach
  for (let left = 50; left > 0 && latencies.length < expected; left -= 1) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  for (const stream of streams) stream.destroy()
  if (latencies.length < expected) throw new Error(`${latencies.length} of ${expected} notices arrived on the streams.`)

  const each = idle !== undefined && before !== undefined ? ((idle - before) * 1000) / streams.length : undefined
  return [
    within('live', 'ms', percentile(latencies, 0.99), 300, [
      `p99 of ${expected.toLocaleString('en')} notices to ${streams.length} streams, p50 ${percentile(latencies, 0.5).toFixed(1)} ms`,
      `${Math.round(done / seconds)} completions/s of ${stepCount}-step processes`,
      ...results.flatMap(refusals),
    ]),
    ...(each === undefined
      ? []
      : [within('idle_connections', 'kB each', each, 12, [`${streams.length} streams, growth of the api's memory`])]),
  ]

  function heard(data: string): void {
    const { kind, id } = JSON.parse(data) as { kind: string; id: string }
    const at = kind === 'process' ? sent.get(id) : undefined
    if (at !== undefined) latencies.push(performance.now() - at)
  }
}

/** Opens a stream and calls back with the data of each change. */
function open({ api }: Installation, { token }: Signed, heard: (data: string) => void): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${api}/api/v1/live`, { headers: { authorization: `Bearer ${token}` }, agent: false }, (response) => {
      if (response.statusCode !== 200) {
        reject(new Error(`The stream answered ${response.statusCode}.`))
        return
      }
      let rest = ''
      response.setEncoding('utf8')
      response.on('data', (chunk: string) => {
        const lines = (rest + chunk).split('\n')
        rest = lines.pop()!
        for (const line of lines) if (line.startsWith('data:') && line.includes('"kind"')) heard(line.slice(5))
      })
      response.on('error', () => {})
      resolve(response)
    }).on('error', reject)
  })
}
