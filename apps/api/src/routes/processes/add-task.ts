import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const addTask = changes(
  processes.addTask,
  ({ body: { assignees = { people: [], groups: [] }, ...body } }, { newId }) => ({
    type: 'addTask',
    taskId: newId(),
    assignees,
    ...body,
  }),
)
