import { type BodyOf, type GroupView, type MemberView, people } from '@baton/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { write } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { peopleQuery } from '../../lib/session.ts'

const put = <T extends { id: string }>(list: readonly T[], one: T): T[] =>
  list.some(({ id }) => id === one.id) ? list.map((before) => (before.id === one.id ? one : before)) : [...list, one]

/** Shows what the server answered at once; the groups of members follow with the next look. */
function useKeep() {
  const client = useQueryClient()
  return {
    member(view: MemberView) {
      client.setQueryData(peopleQuery.queryKey, (before) => before && { ...before, members: put(before.members, view) })
      void client.invalidateQueries({ queryKey: queryKeys.people })
      void client.invalidateQueries({ queryKey: queryKeys.me })
    },
    group(view: GroupView) {
      client.setQueryData(peopleQuery.queryKey, (before) => before && { ...before, groups: put(before.groups, view) })
      void client.invalidateQueries({ queryKey: queryKeys.people })
    },
  }
}

export type NewMember = BodyOf<typeof people.addMember>
export type MemberChange = BodyOf<typeof people.changeMember>

export function useAddMember() {
  const keep = useKeep()
  return useMutation({
    mutationFn: ({ key, ...body }: NewMember & { key: string }) =>
      write(people.addMember, { body, idempotencyKey: key }),
    onSuccess: keep.member,
  })
}

export function useChangeMember() {
  const keep = useKeep()
  return useMutation({
    mutationFn: ({ memberId, ...body }: MemberChange & { memberId: string }) =>
      write(people.changeMember, { params: { memberId }, body }),
    onSuccess: keep.member,
  })
}

/** Makes a group, or gives the one with this id its name and members. */
export function useSaveGroup() {
  const keep = useKeep()
  return useMutation({
    mutationFn: ({ groupId, key, ...body }: { groupId?: string; key: string; name: string; members: string[] }) =>
      groupId === undefined
        ? write(people.createGroup, { body, idempotencyKey: key })
        : write(people.changeGroup, { params: { groupId }, body, idempotencyKey: key }),
    onSuccess: keep.group,
  })
}
