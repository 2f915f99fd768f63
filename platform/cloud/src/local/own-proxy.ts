import { Agent, createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { commandLine, exit, onParentGone, onSignals, tellParent } from '@baton/runtime'
import { proxyRules, type Place, type ProxyRules } from './proxy-rules.ts'

/**
 * Stands in for nginx where it is not installed: reads the very same settings and obeys those that decide whether a
 * request succeeds: which location answers, who may ask, size of bodies, time-outs, kept connections, headers handed
 * on, and that a body is taken whole before the program sees any of it.
 */
export function createOwnProxy(read: () => ProxyRules): { server: Server; reload: () => void } {
  let rules = read()
  let agents = new Map<string, Agent>()
  const agentOf = ({ keep, idle }: Place, address: string) => {
    const found = agents.get(address)
    if (found) return found
    const made = new Agent({ keepAlive: keep > 0, maxFreeSockets: keep || 1, timeout: idle, scheduling: 'lifo' })
    agents.set(address, made)
    return made
  }

  const server = createServer((asked, answer) => {
    // Whoever is behind this must not learn when it will close: nginx does not tell either.
    answer.setHeader('connection', 'keep-alive')
    const place = rules.placeOf(asked.url!.split('?')[0]!)
    if (place && !place.admits(asked.socket.remoteAddress ?? '')) return say(answer, 403)
    if (!place?.to) return say(answer, 404)
    if (Number(asked.headers['content-length'] ?? 0) > place.largestBody) return say(answer, 413)
    void bodyOf(asked, place.largestBody).then(
      (body) => (body === 'too large' ? say(answer, 413) : hand(asked, answer, place, body)),
      () => answer.destroy(),
    )
  })
  const obey = () => {
    server.keepAliveTimeout = rules.keepAlive
    server.headersTimeout = Math.max(rules.keepAlive, rules.headers) + 1000
    server.requestTimeout = 0
  }
  obey()

  function hand(asked: IncomingMessage, answer: ServerResponse, place: Place, body: Buffer): void {
    const { host, port } = place.to!
    const headers = [...place.headersFor(asked)]
    if (body.length > 0) headers.push(['content-length', String(body.length)])
    const out = request({
      host,
      port,
      method: asked.method,
      path: asked.url,
      setHost: false,
      agent: agentOf(place, `${host}:${port} ${place.keep}`),
      headers: Object.fromEntries(headers),
    })
    let late = setTimeout(() => out.destroy(new Error('no connection')), place.connectTimeout)
    const waiting = () => {
      clearTimeout(late)
      late = setTimeout(() => out.destroy(new Error('no answer')), place.readTimeout)
    }
    out.on('socket', (socket) => (socket.connecting ? socket.once('connect', waiting) : waiting()))
    out.on('response', (answered) => {
      waiting()
      const { connection: _connection, 'keep-alive': _keep, 'transfer-encoding': _transfer, ...rest } = answered.headers
      answer.writeHead(answered.statusCode!, rest)
      answer.flushHeaders()
      answered.on('data', (chunk: Buffer) => {
        waiting()
        if (answer.write(chunk)) return
        answered.pause()
        answer.once('drain', () => answered.resume())
      })
      answered.on('end', () => {
        clearTimeout(late)
        answer.end()
      })
      // Half an answer must not look like a whole one.
      answered.on('error', () => answer.destroy())
    })
    out.on('error', (error) => {
      clearTimeout(late)
      if (answer.headersSent) answer.destroy()
      else say(answer, error.message.startsWith('no ') ? 504 : 502)
    })
    answer.on('close', () => {
      clearTimeout(late)
      if (!answer.writableFinished) out.destroy()
    })
    out.end(body)
  }

  return {
    server,
    reload() {
      rules = read()
      agents = new Map()
      obey()
    },
  }
}

async function bodyOf(asked: IncomingMessage, largest: number): Promise<Buffer | 'too large'> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of asked as AsyncIterable<Buffer>) {
    bytes += chunk.length
    if (bytes > largest) return 'too large'
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function say(answer: ServerResponse, status: number): void {
  if (answer.headersSent) return
  answer.writeHead(status, { 'content-type': 'text/html' }).end(`<h1>${status}</h1>\n`)
}

// Started as nginx would be: SIGHUP reads the settings again, SIGQUIT ends when all is answered.
if (import.meta.main) {
  const { server, reload } = createOwnProxy(() => proxyRules(commandLine[0]!))
  const { port, host } = proxyRules(commandLine[0]!).listen
  server.listen(port, host, () => tellParent('ready'))
  onSignals(['SIGHUP'], reload)
  onSignals(['SIGTERM', 'SIGINT'], () => exit(0))
  onSignals(['SIGQUIT'], () => {
    server.close(() => exit(0))
    server.closeIdleConnections()
  })
  onParentGone(() => exit(0))
}
