import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { cloud, platform } from '@baton/runtime'
import { watchHealth, type HealthChecks, type TargetHealth } from './target-health.ts'
import { wait } from './wait.ts'

export type BalancerOptions = {
  checks: HealthChecks
  /** An idle connection to a client or a target is closed after so long; so is a request that nobody answers. */
  idleMs: number
  /** What is under way at a target that leaves may take so long. */
  deregistrationMs: number
  choice: 'round robin' | 'least outstanding'
}

/** An Application Load Balancer's waits, in the times that the stacks give it. */
export const balancerDefaults: BalancerOptions = {
  checks: {
    path: cloud.paths.ready,
    intervalMs: cloud.health.interval * 1000,
    timeoutMs: cloud.health.timeout * 1000,
    healthyAfter: cloud.health.healthyAfter,
    unhealthyAfter: cloud.health.unhealthyAfter,
  },
  idleMs: cloud.keepAlive.balancer * 1000,
  deregistrationMs: cloud.stop.deregistration * 1000,
  choice: 'least outstanding',
}

type Target = { port: number; health: TargetHealth; agent: Agent; underWay: Set<() => void>; draining: boolean }

/** It has an address of its own, as on its own machine, so that what is open to this machine only is not open to it. */
const ownAddress = platform === 'linux' ? '127.0.0.2' : '127.0.0.1'

/**
 * Stands in for an Application Load Balancer: keeps connections to targets, asks for their health, lets those that
 * leave finish, and sends a request to one target only: what breaks there is answered with 502, never tried elsewhere.
 */
export class Balancer {
  /** Answers it gave itself, by status: 502 a target broke off, 503 there is none, 504 it kept silent. */
  readonly own: Record<number, number> = {}
  /** Requests by the port of the target they went to. */
  readonly sent = new Map<number, number>()
  port = 0
  private readonly options: BalancerOptions
  private readonly targets = new Map<number, Target>()
  private readonly server = createServer((asked, answer) => this.handOn(asked, answer))
  private turn = 0

  constructor(options: Partial<BalancerOptions> = {}) {
    this.options = { ...balancerDefaults, ...options }
    // A client's connection is kept as long as the balancer's own; its requests may take as long as the target lets them.
    this.server.keepAliveTimeout = 3_600_000
    this.server.headersTimeout = 60_000
    this.server.requestTimeout = 0
  }

  async listen(port = 0): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, '127.0.0.1', resolve)
    })
    this.port = (this.server.address() as AddressInfo).port
  }

  register(port: number): void {
    if (this.targets.has(port)) return
    this.targets.set(port, {
      port,
      health: watchHealth(port, ownAddress, this.options.checks),
      agent: new Agent({ keepAlive: true, timeout: this.options.idleMs, scheduling: 'lifo' }),
      underWay: new Set(),
      draining: false,
    })
  }

  /** Sends no more to this target. Comes back when nothing is under way there, or all that was has been cut off. */
  async deregister(port: number): Promise<void> {
    const target = this.targets.get(port)
    if (!target) return
    target.draining = true
    target.health.stop()
    const deadline = Date.now() + this.options.deregistrationMs
    while (target.underWay.size > 0 && Date.now() < deadline) await wait(20)
    for (const cut of target.underWay) cut()
    target.agent.destroy()
    this.targets.delete(port)
  }

  /** Requests that a target has been given and not yet answered. */
  underWay(port: number): number {
    return this.targets.get(port)?.underWay.size ?? 0
  }

  /** The state that the balancer gives a target now. */
  stateOf(port: number): 'initial' | 'healthy' | 'unhealthy' | 'draining' | 'unused' {
    const target = this.targets.get(port)
    if (!target) return 'unused'
    return target.draining ? 'draining' : target.health.state()
  }

  async close(): Promise<void> {
    for (const { health, agent } of this.targets.values()) {
      health.stop()
      agent.destroy()
    }
    this.targets.clear()
    const closed = new Promise((resolve) => this.server.close(resolve))
    this.server.closeAllConnections()
    await closed
  }

  private choose(): Target | undefined {
    const registered = [...this.targets.values()].filter(({ draining }) => !draining)
    const healthy = registered.filter(({ health }) => health.state() === 'healthy')
    // Where all are ill, all are asked: an answer that may fail is better than one that does.
    const open = healthy.length > 0 ? healthy : registered
    this.turn += 1
    const inTurn = open.map((_, index) => open[(this.turn + index) % open.length]!)
    return this.options.choice === 'round robin'
      ? inTurn[0]
      : inTurn.reduce<Target | undefined>(
          (best, target) => (best && best.underWay.size <= target.underWay.size ? best : target),
          undefined,
        )
  }

  private handOn(asked: IncomingMessage, answer: ServerResponse): void {
    // Set by hand, lest clients learn from it when this will close.
    answer.setHeader('connection', 'keep-alive')
    const target = this.choose()
    if (!target) return this.say(answer, 503)
    this.sent.set(target.port, (this.sent.get(target.port) ?? 0) + 1)
    const out = request({
      host: '127.0.0.1',
      port: target.port,
      localAddress: ownAddress,
      method: asked.method,
      path: asked.url,
      agent: target.agent,
      setHost: false,
      headers: handedOn(asked),
    })
    const cut = () => {
      out.destroy()
      answer.destroy()
    }
    target.underWay.add(cut)
    const late = setTimeout(() => out.destroy(new Error('silent')), this.options.idleMs)
    out.on('response', (answered) => {
      const {
        connection: _connection,
        'keep-alive': _keep,
        'transfer-encoding': _transfer,
        ...headers
      } = answered.headers
      answer.writeHead(answered.statusCode!, headers)
      answer.flushHeaders()
      answered.on('data', (chunk: Buffer) => {
        late.refresh()
        if (answer.write(chunk)) return
        answered.pause()
        answer.once('drain', () => answered.resume())
      })
      answered.on('end', () => answer.end())
      answered.on('error', () => answer.destroy())
    })
    out.on('error', (error) => {
      if (answer.headersSent) answer.destroy()
      else this.say(answer, error.message === 'silent' ? 504 : 502)
    })
    answer.on('close', () => {
      clearTimeout(late)
      target.underWay.delete(cut)
      if (!answer.writableFinished) out.destroy()
    })
    // Piping nothing would turn “no body” into an empty one in pieces.
    if (asked.headers['content-length'] === undefined && asked.headers['transfer-encoding'] === undefined) {
      out.end()
      return
    }
    asked.on('data', () => late.refresh())
    asked.pipe(out)
  }

  private say(answer: ServerResponse, status: number): void {
    this.own[status] = (this.own[status] ?? 0) + 1
    if (!answer.destroyed) answer.writeHead(status, { 'content-type': 'text/html' }).end(`<h1>${status}</h1>\n`)
  }
}

function handedOn({ headers, socket }: IncomingMessage) {
  const { connection: _connection, 'keep-alive': _keep, ...rest } = headers
  const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return {
    ...rest,
    'x-forwarded-for': [headers['x-forwarded-for'], address].filter(Boolean).join(', '),
    'x-forwarded-proto': headers['x-forwarded-proto'] ?? 'http',
    'x-forwarded-port': String(socket.localPort),
  }
}
