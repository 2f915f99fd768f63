import { processes } from '@baton/contract'
import { changes } from '../processes/write.ts'

export const saveDraft = changes(processes.saveDraft, ({ params: { taskId }, body }) => ({
  type: 'saveDraft',
  taskId,
  ...body,
}))
