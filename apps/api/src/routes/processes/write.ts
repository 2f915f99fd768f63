import type { Route } from '@baton/contract'
import { changeProcess, type ProcessChange } from '@baton/commands'
import type { ChangeOptions } from '@baton/database'
import type { MemberActor, Process } from '@baton/engine'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ApiContext } from '../../context.ts'
import { answered, endpoint, sendAnswer, type Call, type Endpoint } from '../../endpoint.ts'
import { idempotencyKeyOf, requestHash, type Answer } from '../../idempotency.ts'
import { presentProcess } from './present.ts'

/** A route on one process: says which command of the engine a call asks for. Answers with the process as it then is. */
export const changes = <R extends Route>(
  route: R,
  command: (call: Call<R>, ctx: ApiContext) => ProcessChange,
): Endpoint =>
  endpoint<Route>(
    route,
    async (ctx, call) => {
      const { request, reply } = call
      const actor = call.actor
      const { processId } = call.params as { processId: string }
      const options = storeOptions(request, actor, 200)
      const done = await changeProcess(ctx, { actor, processId, command: command(call as Call<R>, ctx), ...options })
      return sendProcess(reply, request, done, 200)
    },
    'own',
  )

type Kept = Answer & { version: number }

/** A repeated request gets what was answered first; the store keeps it in the transaction of the change. */
export function storeOptions(
  request: FastifyRequest,
  actor: MemberActor,
  status: number,
): ChangeOptions<Kept | undefined> {
  const key = idempotencyKeyOf(request)
  if (key === undefined) return {}
  return {
    idempotency: { actorId: actor.id, key, requestHash: requestHash(request) },
    respond: (process) => ({ ...answerWith(process, request, status), version: process.version }),
  }
}

/** Sends the process, or with `Prefer: return=minimal` only its version, as `ETag` in both cases. */
export function sendProcess(
  reply: FastifyReply,
  request: FastifyRequest,
  { process, response, replayed }: { process: Process; response: Kept | undefined; replayed: boolean },
  status: number,
): typeof answered {
  reply.header('etag', `"${response?.version ?? process.version}"`)
  if (wantsMinimal(request)) reply.header('preference-applied', 'return=minimal')
  sendAnswer(reply, response ? { ...response, replayed } : answerWith(process, request, status))
  return answered
}

const answerWith = (process: Process, request: FastifyRequest, status: number): Answer =>
  wantsMinimal(request) ? { status: 204, body: '' } : { status, body: JSON.stringify(presentProcess(process)) }

const wantsMinimal = ({ headers: { prefer } }: FastifyRequest): boolean =>
  prefer !== undefined && /(^|,)\s*return\s*=\s*"?minimal"?\s*($|[,;])/i.test(String(prefer))
