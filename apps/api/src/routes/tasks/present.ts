import type { TaskRow } from '@baton/contract'
import type { ListedTask, VersionHead } from '@baton/database'

export const presentTaskRow = (row: ListedTask, head: VersionHead): TaskRow => ({
  processId: row.processId,
  taskId: row.taskId,
  title: row.title,
  type: row.type,
  status: row.status,
  outcome: row.outcome,
  processName: row.processName,
  templateId: row.templateId,
  templateTitle: head.title,
  emoji: head.emoji,
  dueAt: row.dueAt,
  openedAt: row.openedAt,
  completedAt: row.completedAt,
  fieldsDone: row.fieldsDone,
  fieldsTotal: row.fieldsTotal,
  problem: row.problem,
  comments: row.comments,
  assignees: { people: row.assignees.people, groups: row.assignees.groups },
  processVersion: row.processVersion,
})
