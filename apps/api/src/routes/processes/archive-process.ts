import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const archiveProcess = changes(processes.archiveProcess, () => ({ type: 'archive' }))
