import { processes } from '@baton/contract'
import { changes } from './write.ts'

export const amendKickoff = changes(processes.amendKickoff, ({ body }) => ({ type: 'amendKickoff', ...body }))
