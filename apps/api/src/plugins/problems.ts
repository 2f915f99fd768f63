import { errorStatus, type Problem } from '@baton/contract'
import { OperationalError, UserError, type ErrorCode } from '@baton/engine'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

/**
 * Turns every refusal and failure into problem details (RFC 9457): the only place where errors meet HTTP. What the
 * caller can put right is told as it stands; of our own faults only the request's id is told, the rest is logged.
 */
export function answerWithProblems(server: FastifyInstance): void {
  server.setErrorHandler<Error>((error, request, reply) => {
    if (error instanceof UserError)
      return send(reply, request, {
        status: errorStatus[error.code],
        code: error.code,
        detail: error.message,
        ...(error.findings.length > 0 ? { findings: error.findings } : {}),
      })
    if (isOperational(error)) {
      request.log.warn({ err: error }, 'the world was briefly at fault')
      return send(reply.header('retry-after', '1'), request, {
        status: 503,
        code: 'unavailable',
        detail: 'This cannot be answered at the moment. Nothing is known to be wrong with the request: try again soon.',
      })
    }
    const status = (error as FastifyError).statusCode
    if (status !== undefined && status >= 400 && status < 500)
      return send(reply, request, {
        status,
        code: 'invalid_request',
        detail: explained(error as FastifyError, request),
      })
    request.log.error({ err: error }, 'a request failed')
    return send(reply, request, {
      status: 500,
      code: 'internal',
      detail: 'Something is wrong on our side, and it has been logged. The request may be tried again.',
    })
  })
  server.setNotFoundHandler((request, reply) => sendNotFound(request, reply))
}

/** Answers that there is nothing at this address. */
export const sendNotFound = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
  send(reply, request, {
    status: 404,
    code: 'not_found',
    detail: `There is nothing at ${request.method} ${request.url.split('?')[0]!.slice(0, 200)}. The addresses are listed in /api/v1/openapi.json.`,
  })

function send(
  reply: FastifyReply,
  request: FastifyRequest,
  { status, code, ...rest }: Pick<Problem, 'status' | 'code' | 'detail' | 'findings'>,
): FastifyReply {
  const problem: Problem = {
    type: `urn:baton:problem:${code}`,
    title: titleOf(code),
    status,
    code,
    ...rest,
    requestId: request.id,
  }
  return reply
    .status(status)
    .header('cache-control', 'no-store')
    .type('application/problem+json')
    .send(JSON.stringify(problem))
}

/**
 * Answers requests that fit no address before any plugin has seen them. An id that is far too long is nowhere, like any
 * other that nothing has.
 */
export function answerToStray(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH') return void sendNotFound(request, reply)
  void send(reply, request, {
    status: 400,
    code: 'invalid_request',
    detail: `An address with whole percent-encoded characters was wanted, found ${request.url.slice(0, 200)}.`,
  })
}

/** What the person may do about a request that did not reach us whole. */
function explained(error: FastifyError, request: FastifyRequest): string {
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return `A body of type application/json was wanted, found ${request.headers['content-type'] ?? 'none'}.`
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return 'The request says that its body is JSON, but nothing was sent. Send a JSON object, or leave content-type out.'
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return `The body is larger than ${request.routeOptions.bodyLimit} bytes, which is the most that is read.`
    default:
      return error.message
  }
}

const isOperational = (error: Error & { code?: unknown; cause?: unknown }): boolean =>
  error instanceof OperationalError ||
  error.name === 'OperationalError' ||
  (typeof error.code === 'string' &&
    /^(08...|57P0[123]|53300|40001|40P01|55P03|57014|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT)$/.test(error.code)) ||
  /Connection terminated|timeout exceeded when trying to connect/.test(error.message)

/** `task_not_open` → `Task not open`. */
const titleOf = (code: string): string => (code.charAt(0).toUpperCase() + code.slice(1)).replaceAll('_', ' ')

/** Codes that a problem can carry. */
export type ProblemCode = ErrorCode | 'internal' | 'unavailable'
