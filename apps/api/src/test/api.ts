import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  addressOf,
  Problem,
  type BodyOf,
  type ParamsOf,
  type QueryOf,
  type ResponseOf,
  type Route,
} from '@baton/contract'
import { insertAccessToken, insertSession } from '@baton/database'
import type { MemberActor, TemplateDocument } from '@baton/engine'
import type { FileStorage } from '@baton/integrations'
import { newId, silentLog, systemClock, type Clock } from '@baton/runtime'
import { buildMember, buildOrganization, cloneDatabase, type ClonedDatabase } from '@baton/testing'
import type { FastifyInstance, LightMyRequestResponse } from 'fastify'
import { Value } from 'typebox/value'
import { expect } from 'vitest'
import { newSecret } from '../auth/secrets.ts'
import type { ApiContext } from '../context.ts'
import { openContext } from '../open-context.ts'
import { openApiDocument } from '../openapi/document.ts'
import { buildServer } from '../server.ts'

/** Who sends a request: the headers that say so. */
export type As = Record<string, string>
export const anonymous: As = {}

/** What a call of a route answered, checked against the contract. */
export type Answered<R extends Route> = {
  status: number
  body: ResponseOf<R>
  /** Empty unless it was refused. */
  problem: Problem
  headers: LightMyRequestResponse['headers']
  /** The body, byte for byte. */
  text: string
}

type Input<R extends Route> = {
  params?: ParamsOf<R>
  query?: QueryOf<R>
  body?: BodyOf<R> | Record<string, unknown>
  headers?: Record<string, string>
}

/** A server on a database of its own. */
export type TestApi = {
  ctx: ApiContext
  server: FastifyInstance
  database: ClonedDatabase
  filesFolder: string
  call<R extends Route>(as: As, route: R, input?: Input<R>): Promise<Answered<R>>
  /** Another server on the same database, as another node would be. */
  another(): Promise<TestApi>
  close(): Promise<void>
}

export async function startApi(
  given: {
    clock?: Clock
    publicUrl?: string
    webFolder?: string
    /** In place of the folder of files. */
    files?: FileStorage
    drainSeconds?: number
    proxyHops?: number
  } = {},
): Promise<TestApi> {
  const database = await cloneDatabase()
  const filesFolder = await mkdtemp(path.join(tmpdir(), 'baton-api-'))
  const api = await startOn(database, filesFolder, given)
  return {
    ...api,
    async close() {
      await api.close()
      await database.drop()
      await rm(filesFolder, { recursive: true, force: true })
    },
  }
}

async function startOn(
  database: ClonedDatabase,
  filesFolder: string,
  given: Parameters<typeof startApi>[0],
): Promise<TestApi> {
  const { ctx, close } = await openContext({
    databaseUrl: database.ownerUrl,
    filesFolder: given?.files ?? filesFolder,
    drainSeconds: given?.drainSeconds,
    proxyHops: given?.proxyHops,
    webFolder: given?.webFolder ?? path.join(filesFolder, 'no-web-app'),
    publicUrl: given?.publicUrl ?? 'http://localhost:3000',
    clock: given?.clock ?? systemClock,
    log: silentLog,
    ofNode: false,
  })
  const server = await buildServer(ctx)
  await server.ready()
  return {
    ctx,
    server,
    database,
    filesFolder,
    async call(as, route, { params, query, body, headers } = {}) {
      const response = await server.inject({
        method: route.method,
        url: addressOf(route, params, query),
        headers: { 'sec-fetch-site': 'same-origin', ...as, ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      })
      return checked(route, response)
    },
    another: () => startOn(database, filesFolder, given),
    async close() {
      await ctx.live.close()
      await server.close()
      await close()
    },
  }
}

/** Whatever a test is about: each answer has the shape that the contract promises, and nothing besides. */
function checked<R extends Route>(route: R, response: LightMyRequestResponse): Answered<R> {
  const { statusCode: status, headers, payload: text } = response
  const isJson = /^application\/(problem\+)?json/.test(String(headers['content-type']))
  const json = isJson ? (JSON.parse(text) as unknown) : undefined
  expect(promised(route), `${route.method} ${route.path} may answer ${status}`).toHaveProperty(String(status))
  if (status >= 400) expectProblem(status, headers, json)
  else if (route.response && status !== 204) {
    expect(
      [...Value.Errors(route.response, json)].slice(0, 3),
      `${route.method} ${route.path} answers as promised`,
    ).toEqual([])
    expect(status).toBe(route.status ?? 200)
  } else if (!route.media) expect({ status, text }).toEqual({ status: 204, text: '' })
  return { status, headers, text, body: json as ResponseOf<R>, problem: json as Problem }
}

const { paths } = openApiDocument('test')

/** What the description of the API says that a route can answer, by status. */
const promised = ({ method, path: address }: Route): object =>
  (paths[address.replace(/:(\w+)/g, '{$1}')]![method.toLowerCase()] as { responses: object }).responses

function expectProblem(status: number, headers: LightMyRequestResponse['headers'], json: unknown): void {
  expect(headers['content-type']).toBe('application/problem+json; charset=utf-8')
  expect([...Value.Errors(Problem, json)], 'a refusal is a problem').toEqual([])
  expect((json as Problem).status).toBe(status)
}

export type TestPerson = { actor: MemberActor; id: string; name: string; email: string; as: As }
export type TestOrganization = { orgId: string; administrator: TestPerson; member: TestPerson; colleague: TestPerson }

/** An organization with an administrator and two members, all signed in. */
export async function buildTeam(api: TestApi): Promise<TestOrganization> {
  const { orgId, administrator } = await buildOrganization(api.database.db)
  const [member, colleague] = [await buildMember(api.database.db, orgId), await buildMember(api.database.db, orgId)]
  return {
    orgId,
    administrator: { ...administrator, as: await signedIn(api, administrator.actor) },
    member: { ...member, as: await signedIn(api, member.actor) },
    colleague: { ...colleague, as: await signedIn(api, colleague.actor) },
  }
}

/** The cookie of a new session. */
export async function signedIn(api: TestApi, { orgId, id }: MemberActor): Promise<As> {
  const secret = newSecret('session', orgId)
  const now = api.ctx.clock.now()
  const expiresAt = new Date(now.getTime() + 86_400_000).toISOString()
  await api.ctx.db.write(orgId, (tx) =>
    insertSession(tx, orgId, { hash: secret.hash, memberId: id, now: now.toISOString(), expiresAt, userAgent: null }),
  )
  return { cookie: `baton=${secret.text}` }
}

/** The header of a new access token. */
export async function tokenOf(api: TestApi, { orgId, id }: MemberActor, scopes: ('read' | 'write')[]): Promise<As> {
  const secret = newSecret('token', orgId)
  await api.ctx.db.write(orgId, (tx) =>
    insertAccessToken(tx, orgId, {
      id: newId(),
      hash: secret.hash,
      memberId: id,
      name: 'test',
      scopes,
      now: api.ctx.clock.now().toISOString(),
      expiresAt: null,
    }),
  )
  return { authorization: `Bearer ${secret.text}` }
}

/** A procedure with what tests of processes need: a kick-off form, an approval that waits, an optional step. */
export const hiring = {
  title: 'Hire a person',
  emoji: '🎉',
  tags: ['people'],
  processName: 'Hire {{name}}',
  kickoff: { fields: [{ id: 'name', type: 'short_text', label: 'Name', required: true }] },
  milestones: [{ id: 'begin', title: 'In the beginning' }],
  steps: [
    {
      id: 'ask',
      type: 'task',
      title: 'Ask {{name}}',
      milestone: 'begin',
      assign: { launcher: true },
      deadline: { amount: 2, unit: 'days', from: { launch: true } },
      fields: [{ id: 'salary', type: 'number', label: 'Salary', required: true }],
    },
    { id: 'approve', type: 'approval', title: 'Approve', after: ['ask'] },
    { id: 'party', type: 'task', title: 'Have a party', optional: true, after: ['approve'] },
  ],
} satisfies TemplateDocument
