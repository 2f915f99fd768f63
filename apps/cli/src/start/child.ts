import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdir, open, stat } from 'node:fs/promises'
import path from 'node:path'
import { exitCodeOf, StartRefused } from '@baton/runtime'
import { compileCache } from './places.ts'

/** A part of the installation that runs as its own operating system process. */
export type Child = {
  name: string
  /** Starts it and waits until it answers. @throws StartRefused when it ends or does not answer in time */
  start(): Promise<void>
  /** Asks it to end and waits; after half a minute it is killed. */
  stop(): Promise<void>
  /** Ends it and starts it again; that is no death. */
  restart(): Promise<void>
  /** Calls `then` each time when it has ended without being asked. */
  onDeath(then: (death: Death) => void): void
}

/** The exit code of a part that ended without being asked, and a sentence with its last words. */
export type Death = { code: number; reason: string }

/** How to start a part. */
export type ChildOptions = {
  name: string
  /** The program and its words. */
  command: [string, ...string[]]
  cwd: string
  env: Record<string, string | undefined>
  /** Receives its standard output; it begins anew when it has grown over 20 MB. */
  log: string
  /** True once it answers. */
  isReady: () => Promise<boolean>
}

const readyWithinMs = 60_000
const stoppedWithinMs = 30_000

/** Describes a part that is not started yet. */
export function describeChild({ name, command, cwd, env, log, isReady }: ChildOptions): Child {
  let running: ChildProcess | undefined
  let asked = false
  let lastDeath: Death | undefined
  const listeners: ((death: Death) => void)[] = []

  async function launch(): Promise<void> {
    asked = false
    await mkdir(path.dirname(log), { recursive: true })
    const size = (await stat(log).catch(() => undefined))?.size ?? 0
    const out = await open(log, size > 20_000_000 ? 'w' : 'a')
    const [program, ...words] = command
    // In a session of its own, so that Ctrl-C reaches only the supervisor, which keeps the order. The channel tells
    // the child when the supervisor is gone.
    const child = spawn(program, words, {
      cwd,
      env: { ...env, NODE_COMPILE_CACHE: compileCache },
      detached: true,
      stdio: ['ignore', out.fd, 'pipe', 'ipc'],
    })
    await out.close()
    running = child
    let last = ''
    child.stderr!.on('data', (chunk) => (last = (last + chunk).slice(-4000)))
    child.once('error', (error) => (last += error.message))
    child.once('close', (code, signal) => {
      running = undefined
      if (asked) return
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${code}`
      const said = last.trim() ? `\n${last.trim()}` : ''
      lastDeath = { code: code ?? exitCodeOf(signal!), reason: `The ${name} ${how}. Its log is ${log}.${said}` }
      for (const listener of listeners) listener(lastDeath)
    })
    await untilReady(child)
  }

  async function untilReady(child: ChildProcess): Promise<void> {
    const deadline = Date.now() + readyWithinMs
    while (running === child && !(await isReady())) {
      if (Date.now() > deadline) throw new StartRefused(`The ${name} does not answer. Its log is ${log}.`)
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
    if (running !== child && !asked) throw new StartRefused(lastDeath?.reason ?? `The ${name} ended.`)
  }

  async function stop(): Promise<void> {
    const child = running
    asked = true
    if (!child) return
    const gone = new Promise<void>((resolve) => void child.once('close', () => resolve()))
    child.kill('SIGTERM')
    const impatience = setTimeout(() => child.kill('SIGKILL'), stoppedWithinMs)
    await gone
    clearTimeout(impatience)
  }

  return {
    name,
    start: launch,
    stop,
    restart: async () => (await stop(), launch()),
    onDeath: (then) => void listeners.push(then),
  }
}
