import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const resolveProblem = changes(processes.resolveProblem, ({ params: { taskId }, body }) => ({
  type: 'resolveProblem',
  taskId,
  ...body,
}))
