import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const assignTask = changes(processes.assignTask, ({ params: { taskId }, body }) => ({
  type: 'assign',
  taskId,
  assignees: body,
}))
