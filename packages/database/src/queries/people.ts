import { sql } from 'kysely'
import type { Reader, Writer } from '../database.ts'

const groupsOfMember = sql<string[]>`array(
  select g.group_id from group_member g where g.org_id = member.org_id and g.member_id = member.id order by g.group_id
)`
const membersOfGroup = sql<string[]>`array(
  select g.member_id from group_member g where g.org_id = people_group.org_id and g.group_id = people_group.id
  order by g.member_id
)`

const members = (db: Reader, orgId: string) =>
  db
    .selectFrom('member')
    .where('org_id', '=', orgId)
    .select(['id', 'name', 'email', 'role', 'status', 'job_title as jobTitle', groupsOfMember.as('groups')])

/** Everyone in an organization, the deactivated included, by name. */
export const membersOf = (db: Reader, orgId: string) =>
  members(db, orgId)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()

/** One member; undefined when there is none in this organization. */
export const memberById = (db: Reader, orgId: string, id: string) =>
  members(db, orgId).where('id', '=', id).executeTakeFirst()

/** The groups of an organization with all of their members, by name. */
export const groupsOf = (db: Reader, orgId: string) =>
  db
    .selectFrom('people_group')
    .where('org_id', '=', orgId)
    .select(['id', 'name', membersOfGroup.as('members')])
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()

/** One group; undefined when there is none in this organization. */
export const groupById = (db: Reader, orgId: string, id: string) =>
  db
    .selectFrom('people_group')
    .where('org_id', '=', orgId)
    .where('id', '=', id)
    .select(['id', 'name', membersOfGroup.as('members')])
    .executeTakeFirst()

/** A member with their organization and preferences. */
export function selfOf(db: Reader, orgId: string, memberId: string) {
  return db
    .selectFrom('member')
    .innerJoin('organization', 'organization.org_id', 'member.org_id')
    .where('member.org_id', '=', orgId)
    .where('member.id', '=', memberId)
    .select([
      'member.id',
      'member.name',
      'member.email',
      'member.role',
      'member.status',
      'member.job_title as jobTitle',
      'member.preferences',
      'member.locale',
      'member.time_zone as timeZone',
      groupsOfMember.as('groups'),
      'organization.name as organizationName',
      'organization.time_zone as organizationTimeZone',
      'organization.locale as organizationLocale',
    ])
    .executeTakeFirst()
}

/** The member's own time zone, or else the organization's. */
export async function timeZoneOf(db: Reader, orgId: string, memberId: string): Promise<string> {
  const row = await db
    .selectFrom('member')
    .innerJoin('organization', 'organization.org_id', 'member.org_id')
    .where('member.org_id', '=', orgId)
    .where('member.id', '=', memberId)
    .select((of) => of.fn.coalesce('member.time_zone', 'organization.time_zone').as('timeZone'))
    .executeTakeFirstOrThrow()
  return row.timeZone
}

/** Keeps what a member likes; locale and time zone also stand in columns of their own, where mails look for them. */
export async function savePreferences(
  tx: Writer,
  orgId: string,
  memberId: string,
  preferences: { locale?: string; timeZone?: string },
): Promise<void> {
  await tx
    .updateTable('member')
    .set({
      preferences: sql`preferences || ${JSON.stringify(preferences)}::jsonb`,
      ...(preferences.locale === undefined ? {} : { locale: preferences.locale }),
      ...(preferences.timeZone === undefined ? {} : { time_zone: preferences.timeZone }),
    })
    .where('org_id', '=', orgId)
    .where('id', '=', memberId)
    .execute()
}

/** Ids that a template may name: active members, and groups. */
export async function knownPeople(
  db: Reader,
  orgId: string,
): Promise<{ members: ReadonlySet<string>; groups: ReadonlySet<string> }> {
  const [members, groups] = await Promise.all([
    db.selectFrom('member').where('org_id', '=', orgId).where('status', '=', 'active').select('id').execute(),
    db.selectFrom('people_group').where('org_id', '=', orgId).select('id').execute(),
  ])
  return { members: new Set(members.map(({ id }) => id)), groups: new Set(groups.map(({ id }) => id)) }
}
