import { connect, createServer, type Socket } from 'node:net'

/** Stands between a store and the database and cuts the wire where a test wants it cut. */
export type Cuttable = {
  url: string
  /** How often it was cut. */
  cuts(): number
  /**
   * Cuts when the client next sends something with this text: `before` it reaches the server, or `after` the server
   * got it but before the client hears of it.
   */
  cutAt(text: string, when: 'before' | 'after', times?: number): void
  close(): Promise<void>
}

export async function cuttable(databaseUrl: string): Promise<Cuttable> {
  const target = new URL(databaseUrl)
  let trap: { text: string; when: 'before' | 'after'; left: number } | undefined
  let cuts = 0
  const sockets = new Set<Socket>()
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname)
    let deaf = false
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    client.on('data', (chunk) => {
      if (trap && trap.left > 0 && chunk.includes(trap.text)) {
        trap.left -= 1
        cuts += 1
        if (trap.when === 'before') {
          client.destroy()
          database.destroy()
          return
        }
        deaf = true
        // Everything the server was sent is carried out; its first word of it ends the connection instead.
        database.write(chunk)
        return
      }
      database.write(chunk)
    })
    database.on('data', (chunk) => {
      if (!deaf) client.write(chunk)
      // The answer to the end of the transaction: only now is it certain.
      else if (chunk.includes('COMMIT')) {
        client.destroy()
        database.destroy()
      }
    })
    client.on('close', () => !deaf && database.destroy())
    database.on('close', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(databaseUrl)
  url.port = String((server.address() as { port: number }).port)
  return {
    url: url.href,
    cuts: () => cuts,
    cutAt: (text, when, times = 1) => (trap = { text, when, left: times }),
    close() {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
