import { operations } from '@baton/contract'
import { verifyProcesses } from '@baton/database'
import { endpoint } from '../../endpoint.ts'

export const verify = endpoint(operations.verify, async (ctx, { actor }) => {
  const { processes, events, faults } = await verifyProcesses(ctx.db, actor.orgId)
  return { processes, events, faults: faults.map(({ processId, message }) => ({ processId, what: message })) }
})
