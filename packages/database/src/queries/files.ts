import type { Reader, Writer } from '../database.ts'

/** Notes a file whose bytes are in the storage. False, and nothing is noted, when there is one of this id. */
export async function insertFile(
  tx: Writer,
  orgId: string,
  file: { id: string; name: string; size: number; type: string; sha256: Buffer; uploadedBy: string; now: string },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('file')
    .values({
      org_id: orgId,
      id: file.id,
      name: file.name,
      size: file.size,
      type: file.type,
      sha256: file.sha256,
      uploaded_by: file.uploadedBy,
      process_id: null,
      created_at: file.now,
    })
    .onConflict((conflict) => conflict.columns(['org_id', 'id']).doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows === 1n
}

/** A file of the organization; undefined when there is none. */
export const fileById = (db: Reader, orgId: string, id: string) =>
  db
    .selectFrom('file')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .select(['id', 'name', 'size', 'type', 'process_id as processId', 'uploaded_by as uploadedBy'])
    .executeTakeFirst()
