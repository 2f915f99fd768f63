import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const completeTask = changes(processes.completeTask, ({ params: { taskId }, body }) => ({
  type: 'complete',
  taskId,
  ...body,
}))
