import type { GroupView, MemberView } from '@baton/contract'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { peopleQuery } from './session.ts'

/** The people of the organization, found by id. Empty until they are loaded. */
export type Directory = {
  members: readonly MemberView[]
  groups: readonly GroupView[]
  member: (id: string) => MemberView | undefined
  group: (id: string) => GroupView | undefined
  /** Of a member, a group or `system`; a dash while unknown. */
  nameOf: (id: string) => string
  /** Of an active member: nobody writes to those who have left. */
  addressOf: (id: string) => string | undefined
}

const none: { members: MemberView[]; groups: GroupView[] } = { members: [], groups: [] }

export function usePeople(): Directory {
  const { data = none } = useQuery(peopleQuery)
  return useMemo(() => directoryOf(data), [data])
}

export function directoryOf({ members, groups }: { members: MemberView[]; groups: GroupView[] }): Directory {
  const memberById = new Map(members.map((member) => [member.id, member]))
  const groupById = new Map(groups.map((group) => [group.id, group]))
  return {
    members,
    groups,
    member: (id) => memberById.get(id),
    group: (id) => groupById.get(id),
    addressOf: (id) => {
      const member = memberById.get(id)
      return member?.status === 'active' ? member.email : undefined
    },
    nameOf: (id) => (id === 'system' ? 'Baton' : (memberById.get(id)?.name ?? groupById.get(id)?.name ?? '—')),
  }
}
