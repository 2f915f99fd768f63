import { UserError } from '@baton/engine'
import { falseClaim, type StoredFile } from '@baton/integrations'

/** Bytes. */
export const largestFile = 50 * 1024 * 1024

/** @throws UserError file_refused for more than can be uploaded */
export function requireSize(name: string, size: number): void {
  if (size > largestFile)
    throw new UserError('file_refused', `“${name}” is larger than 50 MB, which is the most that can be uploaded.`)
}

/** @throws UserError file_refused when what is in a file is not what its name says, or nothing is */
export function requireHonest(name: string, { size, head }: Pick<StoredFile, 'size' | 'head'>): void {
  if (size === 0) throw new UserError('file_refused', `“${name}” is empty.`)
  const claimed = falseClaim(head, name)
  if (claimed)
    throw new UserError('file_refused', `“${name}” is called a .${claimed} file, but what is in it is something else.`)
}
