import type { MemberView } from '@baton/contract'

/** What is being typed after an @ at the caret; undefined when it is no mention. */
export function mentionAt(text: string, caret: number): { from: number; typed: string } | undefined {
  const before = text.slice(0, caret)
  const found = /(?:^|\s)@([\p{L}\p{M}'.-]*(?: [\p{L}\p{M}'.-]*)?)$/u.exec(before)
  return found ? { from: caret - found[1]!.length - 1, typed: found[1]! } : undefined
}

/** Members whose name has a word that begins with what was typed, at most six. */
export function membersLike(members: readonly MemberView[], typed: string): MemberView[] {
  const wanted = typed.trim().toLowerCase()
  return members
    .filter(({ name, status }) => {
      if (status !== 'active') return false
      const folded = name.toLowerCase()
      return folded.startsWith(wanted) || folded.split(' ').some((word) => word.startsWith(wanted))
    })
    .slice(0, 6)
}

/** Ids of those whose `@Name` stands in the text. The longer name first: `@Ana Kellerman` does not mention Ana Keller. */
export function mentionedIn(text: string, members: readonly MemberView[]): string[] {
  let rest = text
  const ids: string[] = []
  for (const { id, name } of members.toSorted((a, b) => b.name.length - a.name.length)) {
    if (!rest.includes(`@${name}`)) continue
    ids.push(id)
    rest = rest.replaceAll(`@${name}`, '')
  }
  return ids
}
