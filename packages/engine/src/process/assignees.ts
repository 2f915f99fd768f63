import type { Answer } from '../form/answers.ts'
import type { MemberActor } from '../people/actor.ts'
import type { ActorRef } from '../people/actor.ts'
import type { GroupId, Key, PersonId } from '../people/ids.ts'
import type { Step } from '../template/document.ts'
import type { Assignees } from './state.ts'

/**
 * Who a step gives its task to.
 * @param answer of a visible field; the answer of a people field names members
 */
export function assigneesOf(
  { assign }: Step,
  launchedBy: ActorRef,
  answer: (field: Key) => Answer | undefined,
): Assignees {
  if (!assign) return { people: [], groups: [] }
  const people = [...(assign.members ?? [])]
  if (assign.launcher && launchedBy !== 'system') people.unshift(launchedBy)
  const named = assign.field === undefined ? undefined : answer(assign.field)
  if (Array.isArray(named)) people.push(...named.filter((one) => typeof one === 'string'))
  return oncePer({ people, groups: assign.groups ?? [] })
}

/** The same without anyone twice. */
export const oncePer = ({ people, groups }: Assignees): Assignees => ({
  people: [...new Set(people)],
  groups: [...new Set(groups)],
})

/** Whether two name the same, in whatever order. */
export const sameAssignees = (a: Assignees, b: Assignees): boolean =>
  sameMembers(a.people, b.people) && sameMembers(a.groups, b.groups)

const sameMembers = (a: string[], b: string[]) => a.length === b.length && a.every((one) => b.includes(one))

/** Everyone that a task with `completion: 'all'` waits for: each person, and each group for one of its members. */
export const partsOf = ({ people, groups }: Assignees): (PersonId | GroupId)[] => [...people, ...groups]

/**
 * The parts that an actor completes: their own and those of their groups. Who stands for none of them (an
 * administrator) completes the whole.
 */
export function partsFor(
  { id, groups }: Pick<MemberActor, 'id' | 'groups'>,
  assignees: Assignees,
): (PersonId | GroupId)[] {
  const all = partsOf(assignees)
  const own = all.filter((part) => part === id || groups.includes(part))
  return own.length > 0 ? own : all
}
