import type { TaskRow } from '@baton/contract'

type Filters = Readonly<Record<string, unknown>>

/**
 * Every key of the query cache, in one place, so that the live stream can invalidate what features show. A key begins
 * with what it shows; invalidating a beginning invalidates all that follow it.
 */
export const queryKeys = {
  me: ['me'] as const,
  people: ['people'] as const,

  tasks: ['tasks'] as const,
  taskList: (scope: string, bucket: string) => ['tasks', 'list', scope, bucket] as const,
  taskCounts: ['tasks', 'counts'] as const,

  process: (processId: string) => ['process', processId] as const,
  processEvents: (processId: string, taskId?: string, filters: Filters = {}) =>
    ['process', processId, 'events', taskId ?? null, filters] as const,

  processes: ['processes'] as const,
  processList: (filters: Filters) => ['processes', 'list', filters] as const,
  processCounts: ['processes', 'counts'] as const,
  milestoneCounts: (templateId: string) => ['processes', 'counts', 'milestones', templateId] as const,

  templates: ['templates'] as const,
  templateList: (archived: boolean) => ['templates', 'list', archived] as const,
  template: (templateId: string) => ['templates', 'one', templateId] as const,
  /** Never invalidated: published versions do not change. */
  templateVersion: (templateId: string, version: number) => ['template-version', templateId, version] as const,

  mails: ['mails'] as const,
  mailList: (filters: Filters) => ['mails', 'list', filters] as const,
  mail: (mailId: string) => ['mails', 'one', mailId] as const,
  tokens: ['tokens'] as const,
  search: (text: string) => ['search', text] as const,
}

/** Which task a row stands for, as one string. */
export const rowKey = ({ processId, taskId }: Pick<TaskRow, 'processId' | 'taskId'>) => `${processId}/${taskId}`
