import { sql } from 'kysely'
import type { WorkerContext } from '../context.ts'

/** Every organization that somebody may enter, in a stable order. */
export async function organizationsOf({ db }: WorkerContext): Promise<string[]> {
  const { rows } = await db.outside((tx) => sql<{ id: string }>`select organization_ids() as id`.execute(tx))
  return rows.map(({ id }) => id)
}

/**
 * Does something for every organization, one after another; one that fails does not keep the others from theirs.
 * @param name what is done, for the log
 * @throws Error at the end when it failed for any
 */
export async function forEveryOrganization(
  context: WorkerContext,
  name: string,
  work: (context: WorkerContext, orgId: string) => Promise<void>,
): Promise<void> {
  const organizations = await organizationsOf(context)
  let failed = 0
  for (const orgId of organizations) {
    try {
      await work(context, orgId)
    } catch (error) {
      failed += 1
      context.log.error({ err: error, orgId, schedule: name }, 'a schedule failed for an organization')
    }
  }
  if (failed > 0) throw new Error(`${name} failed for ${failed} of ${organizations.length} organizations.`)
}
