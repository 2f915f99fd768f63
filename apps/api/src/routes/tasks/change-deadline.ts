import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const changeDeadline = changes(processes.changeDeadline, ({ params: { taskId }, body }) => ({
  type: 'changeDeadline',
  taskId,
  ...body,
}))
