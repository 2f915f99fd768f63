import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { cloud, type Log } from '@baton/runtime'
import type { Registry } from 'prom-client'
import type { Outcome } from './carry-out.ts'
import { notTheDaemon } from './near.ts'

export type JobServerOptions = {
  host: string
  port: number
  log: Log
  registry: Registry
  version: string
  /** What is missing before jobs can be taken; undefined when nothing is. */
  notReady: () => Promise<string | undefined>
  message: (body: string, receives: number) => Promise<Outcome>
  schedule: (name: string) => Promise<Outcome>
}

export type JobServer = {
  port: number
  /** Takes no more jobs, and waits for those under way. */
  close(): Promise<void>
}

/** Bytes; a message of a queue is smaller. */
const largestBody = 1024 * 1024

/**
 * The door by which the queue's daemon hands jobs to this program, with what tells how it is. Whatever it answers with
 * anything but 200 comes again.
 */
export async function startJobServer(options: JobServerOptions): Promise<JobServer> {
  let stopping = false
  const server = createServer({ keepAliveTimeout: cloud.keepAlive.program * 1000 }, (request, response) => {
    answer(request).then(
      ([status, body, type = 'application/json; charset=utf-8']) => send(response, status, body, type, stopping),
      (error: unknown) => {
        options.log.warn({ err: error }, 'a request broke off')
        response.destroy()
      },
    )
  })

  async function answer(request: IncomingMessage): Promise<[number, unknown, string?]> {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    const { paths } = cloud
    if (request.method === 'GET' && path === paths.alive) return [200, { status: 'alive', version: options.version }]
    if (request.method === 'GET' && path === paths.ready) {
      const because = stopping ? 'it is stopping' : await options.notReady()
      return because ? [503, { status: 'not ready', because }] : [200, { status: 'ready' }]
    }
    if (request.method === 'GET' && path === paths.metrics && notForwarded(request))
      return [200, await options.registry.metrics(), options.registry.contentType]
    if (path !== paths.jobs && !path.startsWith(paths.schedules)) return [404, { because: 'there is nothing here' }]
    const stranger = notTheDaemon(request)
    if (stranger) {
      options.log.warn({ path, because: stranger }, 'a request for a job was refused')
      return [403, { because: `only the queue's daemon of this machine may ask for jobs, and ${stranger}` }]
    }
    if (request.method !== 'POST') return [405, { because: 'POST was wanted' }]
    const body = await bodyOf(request)
    if (stopping) return [503, { because: 'it is stopping' }]
    const outcome = await ask(request, path, body)
    if (outcome.status !== 200)
      options.log.warn(
        { path, message: request.headers['x-aws-sqsd-msgid'], ...outcome },
        outcome.status < 500 && outcome.status !== 409 ? 'this will never work' : 'this is to be tried again',
      )
    return [outcome.status, { because: outcome.because }]
  }

  async function ask(request: IncomingMessage, path: string, body: string | undefined): Promise<Outcome> {
    if (path === cloud.paths.jobs) {
      if (body === undefined) return { status: 400, because: `more than ${largestBody} bytes` }
      return options.message(body, receivesOf(request))
    }
    const name = decodeURIComponent(path.slice(cloud.paths.schedules.length))
    const task = request.headers['x-aws-sqsd-taskname']
    return task === undefined || task === name
      ? options.schedule(name)
      : { status: 400, because: `the address is that of ${name}, the task is called ${String(task)}` }
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  return {
    port: (server.address() as { port: number }).port,
    close: () => {
      stopping = true
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeIdleConnections()
      return closed
    },
  }
}

const receivesOf = ({ headers }: IncomingMessage): number => {
  const count = Number(headers['x-aws-sqsd-receive-count'])
  return Number.isSafeInteger(count) && count > 0 ? count : 1
}

/** A proxy would hand anyone's question on. */
const notForwarded = ({ headers }: IncomingMessage): boolean =>
  headers['x-forwarded-for'] === undefined && headers.forwarded === undefined

/** The body as it was sent; undefined when it is too large. */
async function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length
    if (size <= largestBody) parts.push(part)
  }
  return size <= largestBody ? Buffer.concat(parts).toString('utf8') : undefined
}

function send(response: ServerResponse, status: number, body: unknown, type: string, last: boolean): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response
    .writeHead(status, {
      'content-type': type,
      'content-length': Buffer.byteLength(text),
      'cache-control': 'no-store',
      ...(last ? { connection: 'close' } : {}),
    })
    .end(text)
}
