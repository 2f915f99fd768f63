/** The people of the organization, as far as documents name them: members by e-mail, groups by name. */
export type Directory = {
  members: readonly { id: string; email: string }[]
  groups: readonly { id: string; name: string }[]
}

/** Ids to names and back. A name that does not lead back to the same id is not used, so that nothing changes hands. */
export type Names = {
  /** What to write for an id: its name, or the id itself. */
  nameOf: (id: string) => string
  /** The id for what was written; undefined when nobody has that name. An id stands for itself. */
  idOf: (name: string) => string | undefined
}

const id = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** E-mail addresses are compared without regard to case. */
export const memberNames = ({ members }: Directory): Names =>
  namesFor(
    members.map((member) => [member.id, member.email]),
    (email) => email.toLowerCase(),
  )

/** Group names are compared as they stand. */
export const groupNames = ({ groups }: Directory): Names =>
  namesFor(
    groups.map((group) => [group.id, group.name]),
    (name) => name,
  )

function namesFor(pairs: (readonly [id: string, name: string])[], same: (name: string) => string): Names {
  const names = new Map(pairs)
  const ids = new Map<string, string | undefined>()
  for (const [each, name] of pairs) ids.set(same(name), ids.has(same(name)) ? undefined : each)
  const idOf = (name: string) => (id.test(name) ? name : ids.get(same(name)))
  return {
    nameOf(each) {
      const name = names.get(each)
      return name !== undefined && idOf(name) === each ? name : each
    },
    idOf,
  }
}
