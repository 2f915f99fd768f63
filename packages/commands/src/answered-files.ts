import type { Reader } from '@baton/database'
import { type Actor, actorRef, type AnswersInput, type FileAnswer, UserError } from '@baton/engine'

/** Files that an answer speaks of: everything of their shape, since what a field is, only its definition knows. */
function filesIn(answers: AnswersInput = {}): FileAnswer[] {
  const isFile = (item: unknown): item is FileAnswer =>
    typeof item === 'object' && item !== null && 'id' in item && 'name' in item && 'size' in item && 'type' in item
  return Object.values(answers).flatMap((answer) => (Array.isArray(answer) ? (answer as unknown[]).filter(isFile) : []))
}

/**
 * Makes sure that answers name only files that are there, as they are, and that this actor may use: uploaded by the
 * actor, or part of the same process already.
 * @throws UserError file_not_found
 */
export async function requireFiles(
  db: { read<T>(orgId: string, query: (reader: Reader) => Promise<T>): Promise<T> },
  actor: Actor,
  processId: string,
  answers?: AnswersInput,
): Promise<void> {
  const files = filesIn(answers)
  if (files.length === 0) return
  const ids = files.map(({ id }) => id)
  const found = await db.read(actor.orgId, (reader) =>
    reader
      .selectFrom('file')
      .where('org_id', '=', actor.orgId)
      .where('id', 'in', ids)
      .select(['id', 'name', 'size', 'type', 'process_id', 'uploaded_by'])
      .execute(),
  )
  for (const { id, name, size, type } of files) {
    const file = found.find((one) => one.id === id)
    const usable = file?.process_id === processId || (file?.process_id === null && file.uploaded_by === actorRef(actor))
    if (!file || !usable)
      throw new UserError('file_not_found', `There is no file “${name}” with the id ${id}. Upload it first.`)
    if (file.name !== name || file.size !== size || file.type !== type) {
      throw new UserError(
        'file_not_found',
        `The file ${id} is not what the answer says of it. Send what the upload returned.`,
      )
    }
  }
}
