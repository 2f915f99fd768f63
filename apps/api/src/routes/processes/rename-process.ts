import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const renameProcess = changes(processes.renameProcess, ({ body }) => ({ type: 'rename', ...body }))
