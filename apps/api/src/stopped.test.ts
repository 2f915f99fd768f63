import { spawn } from 'node:child_process'
import { Agent, request } from 'node:http'
import { freePort, nodeBinary } from '@baton/runtime'
import { cloneDatabase, until, type ClonedDatabase } from '@baton/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'

let database: ClonedDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.drop())

/** Asks one node over kept connections, as a balancer does. */
function askOn(port: number, agent: Agent) {
  return (path: string) =>
    new Promise<number>((resolve, reject) => {
      const asked = request({ host: '127.0.0.1', port, path, agent }, (response) => {
        response.resume().on('end', () => resolve(response.statusCode!))
      })
      asked.on('error', reject)
      asked.end()
    })
}

test('a node of the cloud that gets SIGTERM fails no request of a balancer that asks whether it is ready', async () => {
  const port = await freePort()
  const child = spawn(nodeBinary, [new URL('./main.ts', import.meta.url).pathname], {
    env: {
      PATH: '',
      BATON_ROLE: 'api',
      DATABASE_URL: database.ownerUrl,
      PUBLIC_URL: 'https://baton.example',
      S3_BUCKET: 'files',
      AWS_REGION: 'eu-central-1',
      PORT: String(port),
      // Long beside the few requests that are to be answered in it.
      DRAIN_SECONDS: '4',
      LOG_LEVEL: 'error',
    },
    stdio: 'inherit',
  })
  const exit = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const agent = new Agent({ keepAlive: true, maxSockets: 4 })
  const ask = askOn(port, agent)
  try {
    await until(
      'it to be ready',
      () =>
        ask('/readyz').then(
          (status) => status === 200,
          () => false,
        ),
      60_000,
    )
    let inService = true
    let answered = 0
    const failed: unknown[] = []
    const load = async () => {
      while (inService) {
        const status = await ask('/api/v1/openapi.json').catch((error: unknown) => error)
        if (status === 200) answered += 1
        else failed.push(status)
      }
    }
    const loads = Array.from({ length: 4 }, load)
    await until('requests to be answered', () => answered > 50)
    child.kill('SIGTERM')
    await until('the balancer to notice', async () => (await ask('/readyz')) === 503)
    // It goes on for a while with what it was about to send.
    const noticed = answered
    await until('some more', () => answered > noticed + 8)
    inService = false
    await Promise.all(loads)
    expect(failed).toEqual([])
    expect(await exit).toBe(0)
  } finally {
    agent.destroy()
    child.kill('SIGKILL')
  }
}, 120_000)
