import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const unwatchProcess = changes(processes.unwatchProcess, ({ params: { personId } }) => ({
  type: 'unwatch',
  personId,
}))
