import type { Logger } from 'pino'
import { pino } from 'pino'

/** Structured log lines as JSON. Fields first, then the sentence: `log.info({ processId }, 'launched')`. */
export type Log = Pick<Logger, 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child' | 'level'>

/** The levels of the log, from all to nothing. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const

/**
 * Makes the log of one operating system process.
 * @param name which one: `api`, `worker`
 */
export function createLog(name: string, level: (typeof logLevels)[number] = 'info'): Logger {
  return pino({
    name,
    level,
    base: { name },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['password', '*.password', 'token', '*.token', 'req.headers.authorization', 'req.headers.cookie'],
      censor: '(hidden)',
    },
    // People read the word, machines sort it as well as a number.
    formatters: { level: (label) => ({ level: label }) },
  })
}

/** A log that says nothing, for tests. */
export const silentLog: Logger = pino({ level: 'silent' })
