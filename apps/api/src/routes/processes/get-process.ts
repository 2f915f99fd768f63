import { processes } from '@baton/contract'
import { processState } from '@baton/database'
import { UserError } from '@baton/engine'
import { endpoint } from '../../endpoint.ts'
import { presentProcess } from './present.ts'

export const getProcess = endpoint(processes.getProcess, async (ctx, { actor, params }) => {
  const process = await ctx.db.read(actor.orgId, (reader) => processState(reader, actor.orgId, params.processId))
  if (!process) throw new UserError('process_not_found', 'There is no process with this id in your organization.')
  return presentProcess(process)
})
