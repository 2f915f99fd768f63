import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { runInNewContext } from 'node:vm'
import { carefulHeaders, cloud, pagePolicy } from '@baton/runtime'
import { apiRequest, edgeCode, pageRequest, type ViewerRequest } from '../web/edge-functions.ts'

export type CdnOptions = {
  /** Of the bucket with the web app: `http://127.0.0.1:4566/baton-web`. */
  bucket: string
  /** Of the balancer; behind it everything below `/api`. */
  balancerPort: number
  /** Where browsers send and fetch files by themselves. */
  filesOrigin: string
}

/** What CloudFront runs, from the very text that it is given. */
const atTheEdge = (run: (event: ViewerRequest) => unknown) =>
  runInNewContext(`${edgeCode(run)}\nhandler`) as (event: ViewerRequest) => ViewerRequest['request']
const [forPages, forApi] = [atTheEdge(pageRequest), atTheEdge(apiRequest)]

/**
 * Stands in for the distribution: one address for the web app from its bucket and the API behind the balancer, with the
 * functions that run at its edge and the headers that it adds. It keeps nothing, and has no TLS.
 */
export function createCdn({ bucket, balancerPort, filesOrigin }: CdnOptions): Server {
  const added = { ...carefulHeaders, 'content-security-policy': pagePolicy([], filesOrigin) }
  return createServer((asked, answer) => {
    const { pathname, search } = new URL(asked.url!, 'http://cdn')
    const event = eventOf(asked, pathname)
    const isForApi = pathname.startsWith('/api/') || pathname === cloud.paths.alive || pathname === cloud.paths.ready
    if (isForApi) return pass(asked, answer, { ...forApi(event), search, port: balancerPort })
    // The distribution's default: pages are only read.
    if (asked.method !== 'GET' && asked.method !== 'HEAD') return void answer.writeHead(403).end()
    const { uri } = forPages(event)
    void serve(`${bucket}${uri === '/' ? '/index.html' : uri}`, added, asked, answer).catch(() => {
      if (answer.headersSent) answer.destroy()
      else answer.writeHead(502).end()
    })
  })
}

function eventOf({ method = 'GET', headers, socket }: IncomingMessage, uri: string): ViewerRequest {
  const told = Object.entries(headers).map(([name, value]) => [name, { value: String(value) }])
  return { viewer: { ip: addressOf(socket) }, request: { method, uri, headers: Object.fromEntries(told) } }
}

const addressOf = (socket: IncomingMessage['socket']) => (socket.remoteAddress ?? '').replace(/^::ffff:/, '')

async function serve(
  file: string,
  added: Record<string, string>,
  asked: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  const found = await fetch(file, { headers: conditions(asked) })
  const headers = ['content-type', 'cache-control', 'etag', 'last-modified'].flatMap((name): [string, string][] => {
    const value = found.headers.get(name)
    return value ? [[name, value]] : []
  })
  answer.writeHead(found.status, { ...Object.fromEntries(headers), ...added })
  answer.end(asked.method === 'HEAD' ? undefined : Buffer.from(await found.arrayBuffer()))
}

const conditions = ({ headers }: IncomingMessage): Record<string, string> =>
  headers['if-none-match'] ? { 'if-none-match': headers['if-none-match'] } : {}

function pass(
  asked: IncomingMessage,
  answer: ServerResponse,
  { uri, headers: given, search, port }: ViewerRequest['request'] & { search: string; port: number },
): void {
  const {
    connection: _connection,
    host: _host,
    ...headers
  } = Object.fromEntries(Object.entries(given).map(([name, { value }]) => [name, value]))
  const told = [headers['x-forwarded-for'], addressOf(asked.socket)].filter(Boolean).join(', ')
  const out = request(
    {
      host: '127.0.0.1',
      port,
      method: asked.method,
      path: `${uri}${search}`,
      headers: { ...headers, 'x-forwarded-for': told },
    },
    (answered) => {
      answer.writeHead(answered.statusCode!, answered.headers)
      answer.flushHeaders()
      answered.pipe(answer)
      answered.on('error', () => answer.destroy())
    },
  )
  out.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(502).end()))
  answer.on('close', () => out.destroy())
  asked.pipe(out)
}
