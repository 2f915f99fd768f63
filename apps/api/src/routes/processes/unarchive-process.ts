import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const unarchiveProcess = changes(processes.unarchiveProcess, () => ({ type: 'unarchive' }))
