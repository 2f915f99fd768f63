import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Answer {
  status: number
  body: string
  headers?: Record<string, string>
}

export interface FakeServer {
  url: string
  /** Requests so far, whatever the answer. */
  requests: number
  /** Answers given instead of its own, one a request, before it looks at the request at all. */
  instead: Answer[]
  /** Given instead of its own for as long as it is set. `hang` never answers. */
  always?: Answer | 'hang'
  stop(): Promise<void>
}

/** A server on a free port of this machine. */
export async function startServer(answer: (path: string, body: string) => Answer): Promise<FakeServer> {
  const fake: FakeServer = { url: '', requests: 0, instead: [], stop: async () => undefined }
  const server = createServer((request: IncomingMessage, response) => {
    void text(request).then((body) => {
      fake.requests++
      if (fake.always === 'hang') return
      const { status, body: said, headers } = fake.instead.shift() ?? fake.always ?? answer(request.url ?? '/', body)
      response.writeHead(status, headers).end(said)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  fake.stop = () =>
    new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return fake
}
