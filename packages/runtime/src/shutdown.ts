import type { Log } from './log.ts'
import { exit, exitCodeOf, onParentGone, onSignals } from './node.ts'

type Step = { name: string; stop: () => unknown }

/** Ends what was started, in the opposite order. */
export type Shutdown = {
  /** Adds something to be stopped; what is added last is stopped first. */
  add(name: string, stop: Step['stop']): void
  /** Stops everything once; later calls wait for the first. A step that fails is logged, and the next one runs. */
  run(): Promise<void>
  /** From now on stops and exits on SIGINT, SIGTERM and when the parent is gone. A second signal exits at once. */
  listen(): void
}

/**
 * @param options.graceMs after so many milliseconds the rest is given up and the exit code is 1; 20 s when not given
 */
export function createShutdown({ log, graceMs = 20_000 }: { log: Log; graceMs?: number }): Shutdown {
  const steps: Step[] = []
  let running: Promise<void> | undefined

  const stopAll = async () => {
    for (let step = steps.pop(); step; step = steps.pop()) {
      try {
        await step.stop()
      } catch (error) {
        log.error({ err: error, step: step.name }, 'could not be stopped cleanly')
      }
    }
  }

  const runAndExit = async (reason: string, code: number) => {
    log.info({ reason }, 'stopping')
    const late = setTimeout(() => {
      log.error({ left: steps.map(({ name }) => name), graceMs }, 'gave up waiting for what is still running')
      exit(1)
    }, graceMs)
    await (running ??= stopAll())
    clearTimeout(late)
    exit(code)
  }

  return {
    add: (name, stop) => void steps.push({ name, stop }),
    run: () => (running ??= stopAll()),
    listen: () => {
      let signals = 0
      onSignals(['SIGINT', 'SIGTERM'], (signal) => {
        signals += 1
        if (signals > 1) exit(exitCodeOf(signal))
        void runAndExit(signal, 0)
      })
      onParentGone(() => void runAndExit('the process that started this is gone', 0))
    },
  }
}
