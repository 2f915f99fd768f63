import type { Me, Preferences } from '@baton/contract'
import { selfOf, type Reader } from '@baton/database'
import { UserError, type MemberActor } from '@baton/engine'
import { presentMember } from '../people/present.ts'

/** The member, their organization and preferences. */
export async function meOf(db: Reader, { orgId, id }: Pick<MemberActor, 'orgId' | 'id'>): Promise<Me> {
  const self = await selfOf(db, orgId, id)
  if (!self) throw new UserError('not_signed_in', 'Your membership has ended.')
  return {
    member: presentMember(self),
    organization: {
      id: orgId,
      name: self.organizationName,
      timeZone: self.organizationTimeZone,
      locale: self.organizationLocale,
    },
    preferences: presentPreferences(self.preferences),
  }
}

const presentPreferences = ({ colorScheme, density, locale, timeZone }: Preferences): Preferences => ({
  ...(colorScheme && { colorScheme }),
  ...(density && { density }),
  ...(locale && { locale }),
  ...(timeZone && { timeZone }),
})
