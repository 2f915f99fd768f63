import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const reopenTask = changes(processes.reopenTask, ({ params: { taskId }, body }) => ({
  type: 'reopen',
  taskId,
  ...body,
}))
