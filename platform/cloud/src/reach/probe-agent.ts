import { createSocket } from 'node:dgram'
import { createReadStream } from 'node:fs'
import { connect, createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { heard } from './compile.ts'
import type { Protocol } from './net.ts'

/** One question: does a packet get there, and its answer back? */
export interface Probe {
  from: string
  to: string
  protocol: Protocol
  port: number
}

/** What the agent is asked, as one line of JSON; it answers with one line of 0s and 1s in the order of the probes. */
export interface Asked {
  probes: Probe[]
  patienceMs: number
}

// It imports as little as it can: two dozen of it start at once.
const server = createServer((socket) => {
  socket.on('error', () => {})
  socket.end('!')
})
const datagrams = createSocket('udp4')
datagrams.on('message', (_, from) => datagrams.send('!', from.port, from.address))
server.listen(heard.tcp, '0.0.0.0', () => datagrams.bind(heard.udp, '0.0.0.0', () => console.log('ready')))

const lines = createInterface({ input: createReadStream('', { fd: 0 }) })
lines.on('line', (line) => {
  const { probes, patienceMs } = JSON.parse(line) as Asked
  void Promise.all(probes.map((probe) => (probe.protocol === 'tcp' ? byTcp : byUdp)(probe, patienceMs))).then(
    (answers) => console.log(answers.map((answer) => (answer ? '1' : '0')).join('')),
  )
})
// The parent has gone, by whatever cause: nothing is left to keep this alive.
lines.on('close', () => {
  server.close()
  datagrams.close()
})

function byTcp({ from, to, port }: Probe, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: to, port, localAddress: from })
    const over = (answer: boolean) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => over(false), patienceMs)
    // A byte has come back: the connection stands in both directions.
    socket.once('data', () => over(true))
    socket.once('error', () => over(false))
  })
}

function byUdp({ from, to, port }: Probe, patienceMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createSocket('udp4')
    const over = (answer: boolean) => {
      clearTimeout(timer)
      socket.close()
      resolve(answer)
    }
    const timer = setTimeout(() => over(false), patienceMs)
    socket.once('message', () => over(true))
    socket.once('error', () => over(false))
    socket.bind(0, from, () => socket.send('?', port, to))
  })
}
