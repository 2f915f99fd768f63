import { environment, explainFailure, StartRefused } from '@baton/runtime'

/**
 * Says in a sentence or two what went wrong and what to do. The stack is added only when LOG_LEVEL asks for detail,
 * and never for what a person can put right.
 * @param folder what was written to, named when the file system is the cause
 */
export function explain(error: unknown, folder = environment.DATA_DIR ?? '.data'): string {
  if (error instanceof StartRefused) return error.message
  if (!(error instanceof Error)) return String(error)
  const { code = '' } = error as NodeJS.ErrnoException
  if (/^(ENOSPC|EDQUOT|EROFS|EACCES|EPERM|ENOTDIR|EEXIST)$/.test(code)) return explainFailure(code, folder).message
  // PostgreSQL's own code for a full disk.
  if (code === '53100') return explainFailure('No space left on device', folder).message
  const detail = /^(debug|trace)$/.test(environment.LOG_LEVEL ?? '')
  if (detail && error.stack) return error.stack
  return `Baton could not start: ${error.message}\nFor more detail: LOG_LEVEL=debug npm start`
}
