import Type, { type Static } from 'typebox'
import { closed, Id, oneLine } from './common.ts'
import { route } from './route.ts'

export const OrganizationView = Type.Object(
  {
    id: Id,
    name: Type.String(),
    /** IANA. */
    timeZone: Type.String(),
    locale: Type.String(),
  },
  closed,
)
export type OrganizationView = Static<typeof OrganizationView>

const Name = Type.String({ minLength: 1, maxLength: 120 })
const NewName = Type.String({ minLength: 1, maxLength: 120, pattern: oneLine })
const Email = Type.String({ minLength: 3, maxLength: 320, pattern: '^[^@\\s]+@[^@\\s]+$' })
const Role = Type.Enum(['administrator', 'member'])

export const MemberView = Type.Object(
  {
    id: Id,
    name: Name,
    email: Type.String(),
    role: Role,
    status: Type.Enum(['active', 'deactivated']),
    jobTitle: Type.Optional(Type.String({ maxLength: 120 })),
    groups: Type.Array(Id),
  },
  closed,
)
export type MemberView = Static<typeof MemberView>

export const GroupView = Type.Object({ id: Id, name: Name, members: Type.Array(Id) }, closed)
export type GroupView = Static<typeof GroupView>

/** Whole, not paged: an organization's people are needed at hand everywhere. Deactivated members are included. */
export const listPeople = route({
  method: 'GET',
  path: '/people',
  summary: 'Members and groups',
  tag: 'People',
  access: 'member',
  response: Type.Object({ members: Type.Array(MemberView), groups: Type.Array(GroupView) }, closed),
})
export const addMember = route({
  method: 'POST',
  path: '/members',
  summary: 'Add a member',
  tag: 'People',
  access: 'administrator',
  status: 201,
  body: Type.Object(
    {
      name: NewName,
      email: Email,
      role: Role,
      jobTitle: Type.Optional(Type.String({ maxLength: 120 })),
      /** A first password, to be told to the person. */
      password: Type.String({ minLength: 12, maxLength: 1000 }),
    },
    closed,
  ),
  response: MemberView,
})
export const changeMember = route({
  method: 'PATCH',
  path: '/members/:memberId',
  summary: 'Change a member: name, role, or whether active',
  tag: 'People',
  access: 'administrator',
  params: Type.Object({ memberId: Id }, closed),
  body: Type.Object(
    {
      name: Type.Optional(NewName),
      role: Type.Optional(Role),
      status: Type.Optional(Type.Enum(['active', 'deactivated'])),
      jobTitle: Type.Optional(Type.String({ maxLength: 120 })),
    },
    closed,
  ),
  response: MemberView,
})
export const createGroup = route({
  method: 'POST',
  path: '/groups',
  summary: 'Create a group',
  tag: 'People',
  access: 'administrator',
  status: 201,
  body: Type.Object({ name: NewName, members: Type.Array(Id, { maxItems: 1000 }) }, closed),
  response: GroupView,
})
export const changeGroup = route({
  method: 'PUT',
  path: '/groups/:groupId',
  summary: 'Change a group: its name and all of its members',
  tag: 'People',
  access: 'administrator',
  params: Type.Object({ groupId: Id }, closed),
  body: Type.Object({ name: NewName, members: Type.Array(Id, { maxItems: 1000 }) }, closed),
  response: GroupView,
})
