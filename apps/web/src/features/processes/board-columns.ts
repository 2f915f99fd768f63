/** A column of the board of one template, and what it lists. */
export type BoardColumn = {
  /** Absent for a milestone that only other versions have: the processes in it know its name. */
  title?: string
  filter: { status: 'active' | 'finished' | 'cancelled'; milestone?: string }
  /** How many there are when nothing else narrows them. */
  count: { n: number; more: boolean }
}

export type MilestoneCounts = {
  milestones: readonly { milestone: string | null; count: number; more: boolean }[]
  finished: number
  cancelled: number
}

/**
 * The columns of the board of a template, in the order of its milestones. After these come milestones that only other
 * versions have, then those that have none to stand in, then the finished and the cancelled. The milestones of the
 * template are always there, as is one that is asked for; the others only when there is something in them.
 * @param asked the status and milestone that the board is narrowed to; `none` stands for no milestone
 */
export function boardColumns(
  milestones: readonly { id: string; title: string }[],
  counts: MilestoneCounts,
  asked: { status?: string; milestone?: string },
  titles: { none: string; finished: string; cancelled: string },
  none: string,
): BoardColumn[] {
  const titleOf = new Map(milestones.map(({ id, title }) => [id, title]))
  const counted = new Map(counts.milestones.map((one) => [one.milestone ?? none, one]))
  const others = [...counted.keys()].filter((id) => id !== none && !titleOf.has(id))
  const ids = [...titleOf.keys(), ...others, ...(counted.has(none) ? [none] : [])]
  const shown = asked.milestone === undefined ? ids : [asked.milestone]
  const columns: BoardColumn[] = shown.map((milestone) => ({
    title: milestone === none ? titles.none : titleOf.get(milestone),
    filter: { status: 'active', milestone },
    count: { n: counted.get(milestone)?.count ?? 0, more: counted.get(milestone)?.more ?? false },
  }))
  if (asked.milestone === undefined)
    for (const status of ['finished', 'cancelled'] as const)
      if (counts[status] || asked.status === status)
        columns.push({ title: titles[status], filter: { status }, count: { n: counts[status], more: false } })
  return columns.filter(({ filter }) => asked.status === undefined || filter.status === asked.status)
}
