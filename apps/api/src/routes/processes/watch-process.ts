import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const watchProcess = changes(processes.watchProcess, ({ params: { personId } }) => ({ type: 'watch', personId }))
