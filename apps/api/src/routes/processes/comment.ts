import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const comment = changes(processes.comment, ({ body }, { newId }) => ({
  type: 'comment',
  commentId: newId(),
  ...body,
}))
