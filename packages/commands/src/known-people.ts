import type { Reader } from '@baton/database'
import { UserError } from '@baton/engine'

type Named = { people?: readonly string[]; groups?: readonly string[] }

/**
 * Makes sure that these members (deactivated ones do not count) and groups exist.
 * @throws UserError member_not_found or group_not_found, naming the first that is missing
 */
export async function requireKnown(db: Reader, orgId: string, { people = [], groups = [] }: Named): Promise<void> {
  if (people.length > 0) {
    const found = await db
      .selectFrom('member')
      .where('org_id', '=', orgId)
      .where('id', 'in', [...people])
      .where('status', '=', 'active')
      .select('id')
      .execute()
    const missing = people.find((id) => !found.some((member) => member.id === id))
    if (missing !== undefined)
      throw new UserError('member_not_found', `There is no active member with the id ${missing}.`)
  }
  if (groups.length > 0) {
    const found = await db
      .selectFrom('people_group')
      .where('org_id', '=', orgId)
      .where('id', 'in', [...groups])
      .select('id')
      .execute()
    const missing = groups.find((id) => !found.some((group) => group.id === id))
    if (missing !== undefined) throw new UserError('group_not_found', `There is no group with the id ${missing}.`)
  }
}
