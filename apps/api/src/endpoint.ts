import type { BodyOf, ParamsOf, QueryOf, ResponseOf, Route } from '@baton/contract'
import type { MemberActor } from '@baton/engine'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import type { Caller } from './auth/callers.ts'
import type { ApiContext } from './context.ts'
import { answerOnce, type Answer } from './idempotency.ts'
import { mayBeAbsent } from './plugins/validation.ts'
import { requireStorable } from './storable.ts'

/** One call of a route, checked against the contract. */
export type Call<R extends Route> = {
  params: ParamsOf<R>
  query: QueryOf<R>
  body: BodyOf<R>
  /** Who asks; absent on routes for anyone. */
  actor: R['access'] extends 'anyone' ? undefined : MemberActor
  caller: R['access'] extends 'anyone' ? undefined : Caller
  request: FastifyRequest
  reply: FastifyReply
}

/** Returned by a handler that has answered by its own hand. */
export const answered: unique symbol = Symbol('answered')

type Result<T> = T extends undefined ? void : T
type Handler<R extends Route> = (ctx: ApiContext, call: Call<R>) => Promise<Result<ResponseOf<R>> | typeof answered>

export type Endpoint = {
  route: Route
  handle: (ctx: ApiContext, call: Call<Route>) => Promise<unknown>
  /** How a repeated request with the same `Idempotency-Key` is dealt with; `own`: by the handler. */
  repeats: 'answered once' | 'answered once, sealed' | 'own'
}

/**
 * Ties a route of the contract to what it does. A write runs once for each `Idempotency-Key`, in one transaction with
 * the memory of its answer; `sealed` when the answer holds a secret, which is then remembered encrypted.
 */
export const endpoint = <R extends Route>(
  route: R,
  handle: Handler<R>,
  repeats: Endpoint['repeats'] = 'answered once',
): Endpoint => ({ route, handle: handle, repeats })

/** What a route without a body takes: nothing, or an object without keys. */
const Nothing = Type.Object({}, { additionalProperties: false, [mayBeAbsent]: true })
const noParams = Type.Object({}, { additionalProperties: false })

/** Serves an endpoint under `/api/v1`. */
export function register(server: FastifyInstance, ctx: ApiContext, { route, handle, repeats }: Endpoint): void {
  const isWrite = route.method !== 'GET'
  server.route({
    method: route.method,
    url: `/api/v1${route.path}`,
    exposeHeadRoute: false,
    config: { access: route.access },
    schema: {
      params: route.params ?? noParams,
      querystring: route.query ?? noParams,
      ...(isWrite && !route.accepts ? { body: route.body ?? Nothing } : {}),
    },
    async handler(request, reply) {
      requireStorable('query', request.query)
      if (!route.accepts) requireStorable('body', request.body)
      const call = {
        params: request.params,
        query: request.query,
        body: request.body,
        actor: request.caller?.actor,
        caller: request.caller,
        request,
        reply,
      } as Call<Route>
      if (!isWrite || repeats === 'own' || !request.caller || request.headers['idempotency-key'] === undefined) {
        const result = await handle(ctx, call)
        return result === answered ? reply : sendAnswer(reply, answerOf(route, result))
      }
      const answer = await answerOnce(ctx, request, request.caller.actor, {
        sealed: repeats === 'answered once, sealed',
        work: async (inTransaction) => answerOf(route, await handle(inTransaction, call)),
      })
      return sendAnswer(reply, answer)
    },
  })
}

/** A handler's result as it goes out. */
export const answerOf = (route: Route, result: unknown): Answer =>
  result === undefined || !route.response
    ? { status: route.status ?? 204, body: '' }
    : { status: route.status ?? 200, body: JSON.stringify(result) }

/** Sends an answer; `replayed` when it was given before. */
export function sendAnswer(reply: FastifyReply, { status, body, replayed }: Answer): FastifyReply {
  reply.status(status)
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (body === '') return reply.send()
  return reply.type('application/json; charset=utf-8').send(body)
}
