import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Readable } from 'node:stream'

export type CdnOptions = {
  /** Of the bucket with the web app: `http://127.0.0.1:4566/baton-web`. */
  bucket: string
  /** Of the balancer; behind it everything below `/api`. */
  balancerPort: number
}

/**
 * Stands in for the distribution: one address for the web app from its bucket and the API behind the balancer. Only a
 * navigation falls back to the page; a missing asset stays missing, so that no script turns out to be a page.
 */
export function createCdn({ bucket, balancerPort }: CdnOptions): Server {
  return createServer((asked, answer) => {
    const path = new URL(asked.url!, 'http://cdn').pathname
    if (path.startsWith('/api/')) return pass(asked, answer, balancerPort)
    void serve(bucket, path, asked, answer).catch(() => {
      if (answer.headersSent) answer.destroy()
      else answer.writeHead(502).end()
    })
  })
}

async function serve(bucket: string, path: string, asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  if (asked.method !== 'GET' && asked.method !== 'HEAD') return void answer.writeHead(405).end()
  const isFile = /\.[a-z0-9]+$/i.test(path)
  const found = await fetch(`${bucket}${isFile ? path : '/index.html'}`, { headers: conditions(asked) })
  const headers = ['content-type', 'cache-control', 'etag', 'last-modified'].flatMap((name): [string, string][] => {
    const value = found.headers.get(name)
    return value ? [[name, value]] : []
  })
  answer.writeHead(found.status, { ...Object.fromEntries(headers), 'x-content-type-options': 'nosniff' })
  if (asked.method === 'HEAD' || !found.body) return void answer.end()
  Readable.fromWeb(found.body)
    .on('error', () => answer.destroy())
    .pipe(answer)
}

const conditions = ({ headers }: IncomingMessage): Record<string, string> =>
  headers['if-none-match'] ? { 'if-none-match': headers['if-none-match'] } : {}

function pass(asked: IncomingMessage, answer: ServerResponse, port: number): void {
  const { connection: _connection, ...headers } = asked.headers
  const out = request({ host: '127.0.0.1', port, method: asked.method, path: asked.url, headers }, (answered) => {
    answer.writeHead(answered.statusCode!, answered.headers)
    answer.flushHeaders()
    answered.pipe(answer)
    answered.on('error', () => answer.destroy())
  })
  out.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  answer.on('close', () => out.destroy())
  asked.pipe(out)
}
