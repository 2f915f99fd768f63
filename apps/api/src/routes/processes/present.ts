import type { ProcessSummary, ProcessView } from '@baton/contract'
import type { TrackerRow, VersionHead } from '@baton/database'
import type { Process, Task } from '@baton/engine'

type Unpromised = Exclude<keyof Process, keyof ProcessView> | Exclude<keyof Task, keyof ProcessView['tasks'][number]>

/** The state as the engine of the browser takes it. A new part of it fails to compile until the contract has it. */
export const presentProcess = (process: Process): [Unpromised] extends [never] ? ProcessView : never => process

const mostNext = 3

export const presentSummary = (row: TrackerRow, head: VersionHead): ProcessSummary => ({
  id: row.id,
  name: row.name,
  templateId: row.templateId,
  templateVersion: row.templateVersion,
  templateTitle: head.title,
  emoji: head.emoji,
  status: row.status,
  archived: row.archived,
  launchedBy: row.launchedBy,
  launchedAt: row.launchedAt,
  finishedAt: row.finishedAt,
  dueAt: row.dueAt,
  done: row.done,
  total: row.total,
  problems: row.problems,
  milestone: head.milestones.find(({ id }) => id === row.milestone) ?? null,
  next: row.next.slice(0, mostNext).map(({ id, title, dueAt, people, groups }) => ({
    taskId: id,
    title,
    assignees: { people, groups },
    dueAt: dueAt ?? null,
  })),
  updatedAt: row.updatedAt,
})
