import { connect, type Socket } from 'node:net'

export type Request = { method: 'GET' | 'POST' | 'PUT'; path: string; body?: unknown }

/** One connection that carries one request after another. */
export type Connection = {
  /** Sends a request and tells the status once the whole answer has arrived. */
  ask(request: Request): Promise<number>
  close(): void
}

/**
 * HTTP/1.1 and no more of it than our api speaks: a status, then a body of known length or none. A full client costs as
 * much as what it measures, and takes it from the same two cores.
 */
export function openConnection(origin: string, headers: Record<string, string>): Promise<Connection> {
  const { hostname, port, host } = new URL(origin)
  const common = Object.entries({ host, ...headers })
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true })
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined
  let arrived = ''

  const fail = (error: Error) => {
    waiting?.reject(error)
    waiting = undefined
    socket.destroy()
  }
  // Bytes as characters of one byte each, so that lengths agree.
  socket.setEncoding('latin1')
  socket.on('data', (chunk: string) => {
    arrived += chunk
    const end = arrived.indexOf('\r\n\r\n')
    if (end < 0) return
    const status = Number(arrived.slice(9, 12))
    const length = bodyLength(arrived.slice(0, end), status)
    if (length === undefined) return fail(new Error(`An answer of unknown length:\n${arrived.slice(0, end)}`))
    if (arrived.length < end + 4 + length) return
    arrived = ''
    const asked = waiting
    waiting = undefined
    asked?.resolve(status)
  })
  socket.on('error', fail)
  socket.on('close', () => fail(new Error('The api closed a connection.')))

  const connection: Connection = {
    ask: ({ method, path, body }) =>
      new Promise((resolve, reject) => {
        waiting = { resolve, reject }
        const head = `${method} ${path} HTTP/1.1\r\n${common}`
        if (body === undefined) return void socket.write(`${head}\r\n`)
        const text = JSON.stringify(body)
        const kind = `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n`
        socket.write(`${head}${kind}\r\n${text}`)
      }),
    close: () => socket.destroy(),
  }
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(connection))
    socket.once('error', reject)
  })
}

function bodyLength(head: string, status: number): number | undefined {
  if (status === 204) return 0
  const found = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1]
  return found === undefined ? undefined : Number(found)
}
