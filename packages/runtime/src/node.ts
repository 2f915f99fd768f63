/**
 * The only file that reads Node's global `process`, so that everywhere else the word is free to mean ours.
 * @module
 */
import { constants } from 'node:os'

/** What the outside set for this run. Read it through `readSettings`, never key by key. */
export const environment: Readonly<Record<string, string | undefined>> = process.env

/** The words after the script's name on the command line. */
export const commandLine: readonly string[] = process.argv.slice(2)

/** The absolute path of the Node binary that runs this, to start children on the same one. */
export const nodeBinary = process.execPath

/** `linux`, `darwin`, `win32`, … */
export const platform = process.platform

/** `x64`, `arm64`, … */
export const architecture = process.arch

/** The number of this operating system process. */
export const ownPid = process.pid

/** The user this runs as; `undefined` where there are no numeric users (Windows). */
export const ownUid = process.getuid?.()

/** Ends at once with this exit code. Only a `main.ts` and the shutdown may call it. */
export const exit = (code: number): never => process.exit(code)

/** Sets the exit code for when nothing is left to do. */
export function setExitCode(code: number): void {
  process.exitCode = code
}

/** True when such an operating system process exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Sends a signal to another operating system process; no error when it is gone already. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** Calls `then` for each of these signals. Returns how to stop listening. */
export function onSignals(names: NodeJS.Signals[], then: (name: NodeJS.Signals) => void): () => void {
  for (const name of names) process.on(name, then)
  return () => {
    for (const name of names) process.off(name, then)
  }
}

/** The exit code a shell reports for a death by this signal: 130 for SIGINT. */
export const exitCodeOf = (name: NodeJS.Signals): number => 128 + constants.signals[name]

/** Calls `then` when the parent that started this with an IPC channel has gone, by whatever cause. */
export function onParentGone(then: () => void): void {
  if (!process.connected) return
  process.once('disconnect', then)
  // Listening must not keep an otherwise finished process alive.
  process.channel?.unref()
}

/** Tells the parent something; does nothing without an IPC channel to it. */
export function tellParent(message: string): void {
  if (process.connected) process.send?.(message)
}

/** Calls `then` for errors that nothing caught, in place of Node's own stack trace. */
export function onUncaught(then: (error: unknown) => void): void {
  process.on('uncaughtException', then)
  process.on('unhandledRejection', then)
}

/** Memory of this operating system process in bytes. */
export const residentBytes = (): number => process.memoryUsage.rss()

/** The standard streams. */
export const stdout = process.stdout
/** The standard error stream. */
export const stderr = process.stderr
/** The standard input stream. Opened on first use: touching it keeps some terminals busy. */
export const stdin = () => process.stdin
