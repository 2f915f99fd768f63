import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const cancelProcess = changes(processes.cancelProcess, ({ body }) => ({ type: 'cancel', ...body }))
