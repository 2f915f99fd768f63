import { launchProcess as launch } from '@baton/commands'
import { processes } from '@baton/contract'
import { endpoint } from '../../endpoint.ts'
import { sendProcess, storeOptions } from './write.ts'

export const launchProcess = endpoint(
  processes.launchProcess,
  async (ctx, { actor, body, request, reply }) =>
    sendProcess(reply, request, await launch(ctx, { actor, ...body, ...storeOptions(request, actor, 201) }), 201),
  'own',
)
