import { startChild, type Child, type ChildOptions } from './children.ts'

/** As systemd is told for a program of a Procfile. Milliseconds. */
export type ProgramTimes = {
  /** Between an end that nobody asked for and the next start. */
  restartMs: number
  /** Between SIGTERM and SIGKILL. */
  stopMs: number
}

/**
 * The program of a Procfile's line. Whenever it ends unasked it is started again.
 * @param command as in the Procfile; a shell reads it
 */
export function runProgram(command: string, options: ChildOptions, times: ProgramTimes) {
  let child: Child
  let asked = false
  let restarts = 0
  let again: NodeJS.Timeout | undefined

  const start = () => {
    child = startChild('/bin/sh', ['-c', `exec ${command}`], options)
    void child.ended.then(() => {
      if (asked) return
      restarts += 1
      again = setTimeout(start, times.restartMs)
    })
  }
  start()

  return {
    /** How often it had to be started again. */
    restarts: () => restarts,
    signal: (name: NodeJS.Signals) => child.signal(name),
    async stop(): Promise<void> {
      asked = true
      clearTimeout(again)
      await child.end('SIGTERM', times.stopMs)
    },
    /** Without a word, as when the machine is gone. */
    async kill(): Promise<void> {
      asked = true
      clearTimeout(again)
      await child.end('SIGKILL', 0)
    },
  }
}
export type Program = ReturnType<typeof runProgram>

/**
 * The command of the first line of a Procfile: the one the proxy stands before.
 * @throws Error when a line is none that Beanstalk takes
 */
export function firstCommand(procfile: string): string {
  const lines = procfile.split('\n').filter((line) => line.trim() !== '' && !line.startsWith('#'))
  for (const line of lines)
    if (!/^[A-Za-z0-9_-]+:\s*[^\s].*$/.test(line)) throw new Error(`“${line}” is no line of a Procfile.`)
  const [first] = lines
  if (first === undefined) throw new Error('The Procfile names no program.')
  return first.slice(first.indexOf(':') + 1).trim()
}
