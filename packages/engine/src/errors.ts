/**
 * Every refusal that a caller can put right, by its stable code. The contract maps each to an HTTP status, so a new
 * code fails to compile until it has one.
 */
export type ErrorCode =
  | 'invalid_request'
  | 'invalid_answers'
  | 'invalid_template'
  | 'not_signed_in'
  | 'wrong_credentials'
  | 'too_many_attempts'
  | 'not_allowed'
  | 'task_not_yours'
  | 'task_not_open'
  | 'task_has_problem'
  | 'task_has_no_problem'
  | 'task_not_found'
  | 'process_not_found'
  | 'process_not_active'
  | 'template_not_found'
  | 'template_not_published'
  | 'draft_conflict'
  | 'member_not_found'
  | 'group_not_found'
  | 'file_not_found'
  | 'file_refused'
  | 'mail_not_found'
  | 'not_found'
  | 'already_exists'
  | 'last_administrator'
  | 'idempotency_mismatch'
  | 'idempotency_in_flight'
  | 'unreadable_document'

/** One fault of a document or form, at its place. */
export type Finding = {
  /** JSON Pointer into what was sent, e.g. `/steps/2/fields/0/options`; for answers `/answers/<field id>`. */
  path: string
  /** Stable, snake_case; the web app translates by it. */
  code: string
  /** In English: what was wanted and what was found. */
  message: string
  /** Values that the translated message needs. */
  values?: Record<string, string | number>
}

/** The caller can put it right. Shown as it stands; wakes nobody. */
export class UserError extends Error {
  override readonly name: string = 'UserError'
  readonly code: ErrorCode
  /** All faults at once, where there can be more than one. */
  readonly findings: Finding[]
  constructor(code: ErrorCode, message: string, findings: Finding[] = []) {
    super(message)
    this.code = code
    this.findings = findings
  }
}

/** The world is briefly at fault: a timeout, a lost connection. Retried; wakes someone only when it lasts. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError'
}

/** We are at fault. Logged with its cause; wakes someone at once. */
export class Defect extends Error {
  override readonly name = 'Defect'
}

/** Makes a switch over a union fail to compile until each case is handled. */
export function unreachable(value: never): never {
  throw new Defect(`A case is missing for ${JSON.stringify(value)}.`)
}
