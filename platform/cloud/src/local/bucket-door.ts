import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { SharedWithPages } from '../files/shared-with-pages.ts'
import { refusalOf, type Keys } from './signed-address.ts'

export type BucketDoorOptions = {
  /** Of the service that keeps the files and asks nobody who they are. */
  servicePort: number
  /** What pages may do by themselves; nothing when absent, as with a bucket that was told nothing. */
  shared: () => SharedWithPages | undefined
  keys: Keys
}

/**
 * Stands before the files as S3 does: nothing is given or taken without a signature, what an address was signed for is
 * all that it can be used for, and browsers are told which pages may use it.
 */
export function createBucketDoor({ servicePort, shared, keys }: BucketDoorOptions): Server {
  return createServer((asked, answer) => {
    const headers = pageHeaders(asked, shared())
    if (asked.method === 'OPTIONS')
      return headers
        ? void answer.writeHead(200, headers).end()
        : refuse(answer, 'AccessForbidden', 'CORSResponse: This CORS request is not allowed.')
    const why = refusalOf(asked, keys)
    if (why) {
      // What was on its way is taken, or the browser would see a broken connection in place of the answer.
      asked.resume()
      return refuse(answer, why.code, why.message, headers)
    }
    const out = request(
      { host: '127.0.0.1', port: servicePort, method: asked.method, path: asked.url, headers: asked.headers },
      (answered) => {
        answer.writeHead(answered.statusCode!, { ...answered.headers, ...wantedHeaders(asked), ...headers })
        answered.pipe(answer)
        answered.on('error', () => answer.destroy())
      },
    )
    out.on('error', () => (answer.headersSent ? answer.destroy() : answer.writeHead(503).end()))
    answer.on('close', () => out.destroy())
    asked.pipe(out)
  })
}

/** What tells the browser that this page may do this; undefined when nothing does. */
function pageHeaders(asked: IncomingMessage, shared: SharedWithPages | undefined): Record<string, string> | undefined {
  const { origin } = asked.headers
  const header = (name: string) => asked.headers[name] as string | undefined
  const method = header('access-control-request-method') ?? asked.method
  const wanted = (header('access-control-request-headers') ?? '').split(',').map((name) => name.trim().toLowerCase())
  if (!shared || !origin || !shared.allowedOrigins.includes(origin)) return undefined
  if (!shared.allowedMethods.some((allowed) => allowed === method)) return undefined
  if (wanted.some((name) => name && !shared.allowedHeaders.includes(name))) return undefined
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-methods': shared.allowedMethods.join(', '),
    'access-control-allow-headers': shared.allowedHeaders.join(', '),
    'access-control-max-age': String(shared.maxAge),
    vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
  }
}

/** What an address asks the answer to say of the file: `response-content-disposition` and its like. */
function wantedHeaders({ method, url }: IncomingMessage): Record<string, string> {
  const wanted = method === 'GET' ? [...new URL(url!, 'http://bucket').searchParams] : []
  return Object.fromEntries(
    wanted.flatMap(([name, value]) => (name.startsWith('response-') ? [[name.slice('response-'.length), value]] : [])),
  )
}

function refuse(answer: ServerResponse, code: string, message: string, headers: Record<string, string> = {}): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
  answer.writeHead(403, { 'content-type': 'application/xml', ...headers }).end(body)
}
