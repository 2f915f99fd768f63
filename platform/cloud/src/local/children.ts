import { spawn, type ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { signal } from '@baton/runtime'

export type ChildOptions = {
  cwd: string
  env: Record<string, string>
  /** Where all that it prints is added. */
  log: string
}

/** An operating system process that heads a group of its own, so that nothing it starts outlives it. */
export type Child = {
  pid: number
  /** Resolves with its exit code, or 128 for an end by a signal. */
  ended: Promise<number>
  signal: (name: NodeJS.Signals) => void
  /** Ends the whole group: by this signal, and by force when it takes longer than so many milliseconds. */
  end: (name: NodeJS.Signals, withinMs: number) => Promise<number>
  /** Resolves when it has told that it is ready over its channel; never for those that have nothing to tell. */
  ready: Promise<void>
}

/** Starts a program. Ours notice by their channel when this process is gone, and end. */
export function startChild(file: string, words: readonly string[], { cwd, env, log }: ChildOptions): Child {
  const child: ChildProcess = spawn(file, words, {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    detached: true,
  })
  const out = createWriteStream(log, { flags: 'a' })
  // A log that cannot be written must not end what it tells of.
  out.on('error', () => {})
  child.stdout!.pipe(out, { end: false })
  child.stderr!.pipe(out, { end: false })
  let over = false
  const ended = new Promise<number>((resolve) => {
    child.once('error', (error) => {
      over = true
      out.end(`${error.message}\n`)
      resolve(127)
    })
    child.once('close', (code) => {
      over = true
      out.end()
      resolve(code ?? 128)
    })
  })
  const ready = new Promise<void>((resolve) => child.on('message', (told) => told === 'ready' && resolve()))
  const kill = (name: NodeJS.Signals) => {
    // Once it is over its number may be another's.
    if (child.pid !== undefined && !over) signal(-child.pid, name)
  }
  return {
    pid: child.pid ?? 0,
    ended,
    ready,
    signal: kill,
    async end(name, withinMs) {
      kill(name)
      const late = setTimeout(() => kill('SIGKILL'), withinMs)
      const code = await ended
      clearTimeout(late)
      await finished(out).catch(() => {})
      return code
    },
  }
}
