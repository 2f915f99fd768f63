import { type Me, people, session } from '@baton/contract'
import type { MemberActor } from '@baton/engine'
import { queryOptions, useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { read, write } from './api.ts'
import { queryKeys } from './query-keys.ts'

/** Who is signed in; fails with `not_signed_in`. */
export const meQuery = queryOptions({
  queryKey: queryKeys.me,
  queryFn: ({ signal }) => read(session.getMe, { signal }),
  staleTime: 5 * 60_000,
})

/** Every member and group of the organization. */
export const peopleQuery = queryOptions({
  queryKey: queryKeys.people,
  queryFn: ({ signal }) => read(people.listPeople, { signal }),
  staleTime: 5 * 60_000,
})

/** The signed-in member; only under the shell, which waits for it. */
export const useMe = (): Me => useSuspenseQuery(meQuery).data

/** The member as the engine's access rules see them. */
export const actorOf = ({ member, organization }: Me): MemberActor => ({
  kind: 'member',
  orgId: organization.id,
  id: member.id,
  role: member.role,
  groups: member.groups,
})

/** The zone and locale that dates are shown in: the member's, or the organization's. */
export const useZone = (): { timeZone: string; locale: string } => {
  const { data } = useQuery({ ...meQuery, enabled: false })
  return {
    timeZone: data?.preferences.timeZone ?? data?.organization.timeZone ?? browserZone,
    locale: data?.preferences.locale ?? data?.organization.locale ?? 'en',
  }
}
const browserZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Saves a preference; shown at once, put back when the server refuses. */
export function useSavePreferences() {
  const client = useQueryClient()
  return async (changed: Me['preferences']) => {
    const before = client.getQueryData(meQuery.queryKey)
    if (before) client.setQueryData(meQuery.queryKey, { ...before, preferences: { ...before.preferences, ...changed } })
    try {
      client.setQueryData(meQuery.queryKey, await write(session.changePreferences, { body: changed }))
    } catch (refused) {
      client.setQueryData(meQuery.queryKey, before)
      throw refused
    }
  }
}
