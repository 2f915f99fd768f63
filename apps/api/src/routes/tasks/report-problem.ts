import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const reportProblem = changes(processes.reportProblem, ({ params: { taskId }, body }) => ({
  type: 'reportProblem',
  taskId,
  ...body,
}))
