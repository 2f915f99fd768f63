import { Agent, request, type IncomingMessage } from 'node:http'

export type Answer = { status: number; body: string }

/** A client that keeps its connections, as browsers and programs do. */
export class Client {
  private readonly agent: Agent
  private readonly url: URL
  private readonly token: string

  constructor(url: string, token: string, connections: number) {
    this.url = new URL(url)
    this.token = token
    this.agent = new Agent({ keepAlive: true, maxSockets: connections })
  }

  /** @throws Error when the connection breaks before the whole answer has arrived */
  ask(method: 'GET' | 'POST', path: string, body?: unknown, key?: string): Promise<Answer> {
    const text = body === undefined ? undefined : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const asked = request(
        {
          host: this.url.hostname,
          port: this.url.port,
          agent: this.agent,
          method,
          path: `/api/v1${path}`,
          headers: {
            authorization: `Bearer ${this.token}`,
            ...(text === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
            ...(key ? { 'idempotency-key': key } : {}),
          },
        },
        (answer) => {
          let arrived = ''
          answer.setEncoding('utf8')
          answer.on('data', (part: string) => (arrived += part))
          answer.on('end', () => resolve({ status: answer.statusCode!, body: arrived }))
          answer.on('error', reject)
        },
      )
      asked.on('error', reject)
      asked.end(text)
    })
  }

  /**
   * Follows the live stream as a browser does: when it ends it connects again and asks for what came since.
   * @returns the ids of what was told to have changed, how often it connected, and how often it was told to start anew
   */
  follow() {
    const seen = new Set<string>()
    const told = { seen, connections: 0, resets: 0, stop: () => {} }
    let stopped = false
    let lastId: string | undefined
    let again: NodeJS.Timeout | undefined
    let current: IncomingMessage | undefined
    const connect = () => {
      const asked = request({
        host: this.url.hostname,
        port: this.url.port,
        path: '/api/v1/live',
        agent: false,
        headers: { authorization: `Bearer ${this.token}`, ...(lastId ? { 'last-event-id': lastId } : {}) },
      })
      const retry = () => {
        if (!stopped) again = setTimeout(connect, 50)
      }
      asked.on('error', retry)
      asked.on('response', (answer) => {
        current = answer
        if (answer.statusCode === 200) told.connections += 1
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (part: string) => {
          text += part
          const blocks = text.split('\n\n')
          text = blocks.pop()!
          for (const block of blocks) read(block)
        })
        answer.on('error', () => {})
        answer.on('close', retry)
      })
      asked.end()
    }
    const read = (block: string) => {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1]
      lastId = field('id') ?? lastId
      if (field('event') === 'reset') told.resets += 1
      const data = field('data')
      if (field('event') === 'change' && data) seen.add((JSON.parse(data) as { id: string }).id)
    }
    told.stop = () => {
      stopped = true
      clearTimeout(again)
      current?.destroy()
    }
    connect()
    return told
  }

  close(): void {
    this.agent.destroy()
  }
}
