import type { MemberView } from '@baton/contract'
import { expect, test } from 'vitest'
import { membersLike, mentionAt, mentionedIn } from './mentions.ts'

const member = (id: string, name: string, status: MemberView['status'] = 'active'): MemberView => ({
  id,
  name,
  email: `${id}@example.org`,
  role: 'member',
  status,
  groups: [],
})
const members = [
  member('ana', 'Ana Keller'),
  member('anna', 'Ana Kellerman'),
  member('tom', 'Tomás Rivera'),
  member('gone', 'Tom Gone', 'deactivated'),
]

test('an @ at the beginning of a word begins a mention', () => {
  expect(mentionAt('Look, @To', 9)).toEqual({ from: 6, typed: 'To' })
  expect(mentionAt('@Ana K', 6)).toEqual({ from: 0, typed: 'Ana K' })
  expect(mentionAt('ana@example.org', 8)).toBeUndefined()
})

test('active members are offered by any word of their name', () => {
  expect(membersLike(members, 'riv').map(({ id }) => id)).toEqual(['tom'])
  expect(membersLike(members, 'to').map(({ id }) => id)).toEqual(['tom'])
})

test('a longer name is not taken for the shorter one it begins with', () => {
  expect(mentionedIn('@Ana Kellerman, please', members)).toEqual(['anna'])
  expect(mentionedIn('@Ana Keller and @Ana Kellerman', members).toSorted()).toEqual(['ana', 'anna'])
})
