import { ApiError } from '@baton/contract'
import { UserError, type Finding } from '@baton/engine'
import { CommanderError } from 'commander'

/** Stable: scripts may rely on them. They are told in docs/guides/command-line.md. */
export const exitCodes = {
  done: 0,
  /** Something went wrong that is nobody's wish: the server failed, a file could not be written. */
  failed: 1,
  /** The words of the command make no sense. */
  usage: 2,
  /** Not signed in, or not allowed. */
  notAllowed: 3,
  /** Understood and refused: a document, a template, an answer. */
  refused: 4,
  /** The server could not be reached. */
  unreachable: 5,
  /** `verify` has found faults. */
  faultsFound: 6,
} as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Ends the command with a sentence and an exit code. */
export class CliError extends Error {
  override readonly name = 'CliError'
  readonly exitCode: ExitCode
  constructor(exitCode: ExitCode, message: string) {
    super(message)
    this.exitCode = exitCode
  }
}

export type Failure = { exitCode: number; code: string; message: string; findings: Finding[] }

/** What to print and how to end for anything that was thrown. Commander has printed its own errors already. */
export function failureOf(error: unknown): Failure {
  if (error instanceof ApiError) {
    const { status, code, message, findings } = error
    return { exitCode: exitCodeOf(status), code, message: hinted(code, message), findings }
  }
  if (error instanceof UserError)
    return { exitCode: exitCodes.refused, code: error.code, message: error.message, findings: error.findings }
  if (error instanceof CliError)
    return { exitCode: error.exitCode, code: 'command_line', message: error.message, findings: [] }
  if (error instanceof CommanderError)
    return {
      exitCode: error.exitCode === 0 ? exitCodes.done : exitCodes.usage,
      code: error.code,
      message: '',
      findings: [],
    }
  return {
    exitCode: exitCodes.failed,
    code: 'internal',
    message: error instanceof Error ? error.message : String(error),
    findings: [],
  }
}

function exitCodeOf(status: number): ExitCode {
  if (status === 0) return exitCodes.unreachable
  if (status === 401 || status === 403) return exitCodes.notAllowed
  return status >= 400 && status < 500 ? exitCodes.refused : exitCodes.failed
}

function hinted(code: string, message: string): string {
  if (code === 'unreachable') return `${message} Is Baton running there? --url or BATON_URL name another address.`
  if (code === 'not_signed_in') return `${message} Here that is “baton sign-in”, or BATON_TOKEN.`
  return message
}

/** The failure as lines for people: every finding at its place. */
export function describe({ message, findings }: Failure): string {
  const lines = findings.length > 1 || (findings[0] && findings[0].message !== message) ? findings.map(line) : []
  return [message, ...lines]
    .filter(Boolean)
    .map((each) => `${each}\n`)
    .join('')
}

function line({ path, message, values }: Finding): string {
  const place = typeof values?.['line'] === 'number' ? `line ${values['line']}` : path
  return `  ${place ? `${place}: ` : ''}${message}`
}
