import { StartRefused } from '../start-refused.ts'

/**
 * Turns what PostgreSQL or the file system said into what a person can do about it.
 * @param said the lines PostgreSQL wrote since it was asked to start or the message of a system error
 * @param folder where the data lies, named in the message
 * @param log the file that holds everything PostgreSQL said
 */
export function explainFailure(said: string, folder: string, log?: string): StartRefused {
  for (const [pattern, explain] of known) if (pattern.test(said)) return new StartRefused(explain(folder, said))
  const line = lastComplaint(said)
  return new StartRefused(
    `PostgreSQL could not work in ${folder}: ${line}.` + (log ? ` Everything it said stands in ${log}.` : ''),
  )
}

const known: [RegExp, (folder: string, said: string) => string][] = [
  [
    /No space left on device|Check free disk space|ENOSPC|EDQUOT|Disk quota exceeded/,
    (folder) => `The disk that holds ${folder} is full. Free some space, or set DATA_DIR to a folder on another disk.`,
  ],
  [
    /EROFS|Read-only file system/,
    (folder) => `${folder} lies on a disk that is read-only. Set DATA_DIR to a folder that can be written to.`,
  ],
  [
    /Permission denied|EACCES|EPERM|Operation not permitted|wrong ownership/,
    (folder) =>
      `There is no permission to write to ${folder}, or it belongs to another user. ` +
      'Give it to the user who starts Baton (chown -R), or set DATA_DIR to a folder of your own.',
  ],
  [
    /ENOENT/,
    (folder) =>
      `${folder} could not be made: the folder it would lie in is missing or read-only. ` +
      'Set DATA_DIR to a folder that can be written to.',
  ],
  [
    /ENOTDIR|EEXIST/,
    (folder, said) =>
      `${fileInTheWay(said) ?? folder} is a file where a folder was wanted. ` +
      'Move it away, or set DATA_DIR to another folder.',
  ],
  [
    /could not locate a valid checkpoint record|invalid checkpoint record|could not read file "global\/pg_control"/,
    (folder) =>
      `The data in ${folder} is damaged: PostgreSQL cannot recover it. Restore it from a backup, ` +
      'or move the folder away to begin with an empty one.',
  ],
]

/** What the file system named: a folder above the one that is wanted may be the file. */
const fileInTheWay = (said: string): string | undefined => /EEXIST: [^']*'(.+)'$/.exec(said)?.[1]

/** Whether the port was taken between choosing and using it, so that another one will do. */
export const isPortTaken = (said: string): boolean => /Address already in use|could not bind/.test(said)

/** The last line that says what went wrong, without date and process number. */
function lastComplaint(said: string): string {
  const lines = said.split('\n').filter((line) => line.trim() !== '')
  const complaint = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1) ?? 'it said nothing'
  return complaint.replace(/^.*?(FATAL|PANIC|ERROR|error):\s*/, '').replace(/\.$/, '')
}
