import { people } from '@baton/contract'
import { groupsOf, membersOf } from '@baton/database'
import { endpoint } from '../../endpoint.ts'
import { presentMember } from './present.ts'

export const listPeople = endpoint(people.listPeople, (ctx, { actor: { orgId } }) =>
  ctx.db.read(orgId, async (reader) => {
    const [members, groups] = await Promise.all([membersOf(reader, orgId), groupsOf(reader, orgId)])
    return { members: members.map(presentMember), groups }
  }),
)
