import {
  allRoutes,
  errorStatus,
  Finding,
  people,
  Problem,
  processes,
  session,
  tasks,
  templates,
  type Route,
} from '@baton/contract'
import { Answer, Condition, Field, Rule, Step, TemplateDocument, type ErrorCode } from '@baton/engine'
import type { TSchema } from 'typebox'

const { GroupView, MemberView } = people
const { OneOffView, ProcessSummary, ProcessView, TaskView } = processes
const { Me } = session
const { TaskRow } = tasks
const { TemplateView } = templates

/** An OpenAPI 3.1 document, as JSON. */
export type OpenApiDocument = { openapi: string; paths: Record<string, Record<string, object>> } & Record<
  string,
  unknown
>

const description = `Baton runs the repeatable work of an organization: templates, processes, tasks.

**Signing in.** Programs send a personal access token as \`Authorization: Bearer\`; browsers have a session cookie, and their writes must come from Baton's own pages.

**Refusals** are problem details (RFC 9457) with a stable \`code\` and, where there can be several, all \`findings\` at once, each with the JSON Pointer of its place. Unknown keys are refused.

**Repeating.** Send an \`Idempotency-Key\` with a write to make it safe to repeat: within 24 hours the same request gets the same answer, and another request with the same key is refused.

**Lists** page by \`cursor\`, taken from \`next\` of the page before; it is null on the last page.

**Live changes** come by server-sent events at \`/live\`.`

/** Describes every route of the contract. */
export function openApiDocument(version: string, routes: ReadonlyMap<string, Route> = allRoutes): OpenApiDocument {
  const paths: OpenApiDocument['paths'] = {}
  for (const [name, route] of routes) {
    const path = route.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) }
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Baton', version, description },
    servers: [{ url: '/api/v1' }],
    tags: [...new Set([...routes.values()].map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: Object.fromEntries([...shared].map(([schema, name]) => [name, plain(schema, schema)])),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'A personal access token with the scope `read`, for writes `write`.',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'baton',
          description: 'The session of a browser; `__Host-baton` over https.',
        },
      },
    },
    security: [{ token: [] }, { session: [] }],
  }
}

function operation(name: string, route: Route): object {
  const isWrite = route.method !== 'GET'
  const answersProcess = isWrite && route.tag === 'Processes'
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.tag],
    ...(route.access === 'administrator' ? { description: 'For administrators of the organization.' } : {}),
    ...(route.access === 'anyone' ? { security: [] } : {}),
    parameters: [
      ...parameters('path', route.params),
      ...parameters('query', route.query),
      ...(isWrite && route.access !== 'anyone' ? [idempotencyKey] : []),
      ...(answersProcess ? [prefer] : []),
      ...(route.media === 'text/event-stream' ? [lastEventId] : []),
    ],
    ...requestBody(route),
    responses: { ...success(route, answersProcess), ...refusals(route) },
  }
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Makes the write safe to repeat for 24 hours.',
  schema: { type: 'string', minLength: 1, maxLength: 200 },
}
const prefer = {
  name: 'Prefer',
  in: 'header',
  description: '`return=minimal`: 204 and the version as `ETag` in place of the process.',
  schema: { type: 'string' },
}
const lastEventId = {
  name: 'Last-Event-ID',
  in: 'header',
  description: 'Where a stream that was interrupted goes on.',
  schema: { type: 'string' },
}

function parameters(place: 'path' | 'query', schema: TSchema | undefined): object[] {
  const { properties = {}, required = [] } = plain(schema ?? {}) as {
    properties?: Record<string, object>
    required?: string[]
  }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: place,
    required: place === 'path' || required.includes(name),
    schema: property,
  }))
}

function requestBody({ accepts, body }: Route): object {
  if (accepts) {
    const file = { type: 'string', contentMediaType: 'application/octet-stream' }
    const schema = { type: 'object', required: ['file'], properties: { file } }
    return { requestBody: { required: true, content: { [accepts]: { schema } } } }
  }
  return body ? { requestBody: { required: true, content: { 'application/json': { schema: plain(body) } } } } : {}
}

function success({ status, response, media }: Route, answersProcess: boolean): object {
  if (media) return { 200: { description: 'Done.', content: { [media]: { schema: { type: 'string' } } } } }
  const done = response
    ? { [status ?? 200]: { description: 'Done.', content: { 'application/json': { schema: plain(response) } } } }
    : { [status ?? 204]: { description: 'Done.' } }
  return answersProcess ? { ...done, 204: { description: 'Done, as asked for by `Prefer: return=minimal`.' } } : done
}

/** Which statuses a route can refuse with, and the codes that each may carry. */
function refusals(route: Route): object {
  const isWrite = route.method !== 'GET'
  const statuses = new Set([400, 422, 500, 503])
  // A token may lack the scope, a person the right, a page of another site both.
  statuses.add(401).add(403)
  if (route.access === 'anyone') statuses.add(429)
  // What an address or a body names may not be there.
  if (route.params || route.body) statuses.add(404)
  if (isWrite) for (const status of [409, 413, 415]) statuses.add(status)
  const content = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }
  return Object.fromEntries([...statuses].sort().map((status) => [status, { description: codesOf(status), content }]))
}

function codesOf(status: number): string {
  const codes = (Object.keys(errorStatus) as ErrorCode[]).filter((code) => errorStatus[code] === status)
  if (status === 500) return 'A fault of ours: `internal`.'
  if (status === 503) return 'For a moment not possible: `unavailable`. Repeat with the same `Idempotency-Key`.'
  return codes.length > 0 ? `Refused: ${codes.map((code) => `\`${code}\``).join(', ')}.` : 'Refused: `invalid_request`.'
}

/** Schemas that stand once under a name, for whoever reads the description or generates code from it. */
const shared = new Map<object, string>(
  Object.entries({
    Answer,
    Condition,
    Field,
    Finding,
    GroupView,
    Me,
    MemberView,
    OneOffView,
    ProcessSummary,
    ProcessView,
    Problem,
    Rule,
    Step,
    TaskRow,
    TaskView,
    TemplateDocument,
    TemplateView,
  }).map(([name, schema]) => [schema, name]),
)

/** The schema as plain JSON, with shared ones by reference; `whole` is not itself a reference. */
function plain(schema: object, whole?: object): object {
  const text = JSON.stringify(schema, (_key, value: unknown) => {
    const name = typeof value === 'object' && value !== null && value !== whole ? nameOf(value) : undefined
    return name === undefined ? value : { $ref: `#/components/schemas/${name}` }
  })
  return JSON.parse(text) as object
}

/** TypeBox copies a schema that it makes optional, so equal ones count as the same. */
const texts = new Map([...shared].map(([schema, name]) => [JSON.stringify(schema), name]))
const nameOf = (value: object): string | undefined =>
  shared.get(value) ?? ('type' in value || 'anyOf' in value ? texts.get(JSON.stringify(value)) : undefined)
