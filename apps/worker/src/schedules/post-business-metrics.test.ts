import { jobsThatFollow } from '@baton/commands'
import { openProcessStore, type ProcessStore } from '@baton/database'
import { decide, launch, type MemberActor } from '@baton/engine'
import { memoryMetrics, OperationalError } from '@baton/integrations'
import { cloud, fakeClock, newId, silentLog } from '@baton/runtime'
import { buildMember, buildOrganization, buildTemplate, cloneDatabase, type ClonedDatabase } from '@baton/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { WorkerContext } from '../context.ts'
import { schedules } from '../schedules.ts'
import { postBusinessMetrics } from './post-business-metrics.ts'

let database: ClonedDatabase
let processes: ProcessStore
beforeAll(async () => {
  database = await cloneDatabase()
  processes = openProcessStore({ url: database.ownerUrl, jobsFor: jobsThatFollow })
})
afterAll(async () => {
  await processes.close()
  await database.drop()
})

/** Two minutes after what the tests do, so that it is counted. */
const minute = Math.floor(Date.now() / 60_000) * 60_000
const within = new Date(minute + 20_000).toISOString()
const later = new Date(minute + 121_000)

let metrics: ReturnType<typeof memoryMetrics>
let context: WorkerContext
beforeEach(() => {
  metrics = memoryMetrics()
  context = {
    db: database.db,
    processes,
    mail: undefined,
    metrics,
    clock: fakeClock(later),
    log: silentLog,
    publicUrl: 'https://baton.example',
    mailFrom: 'Baton <baton@baton.example>',
  }
})

/** An organization in which one process was launched, and its first task completed, within the minute. */
async function organizationAtWork(): Promise<void> {
  const { orgId } = await buildOrganization(database.db, { name: 'Hollis & Ward' })
  const { actor } = await buildMember(database.db, orgId, { name: 'Ana Ferreira' })
  const by: MemberActor = actor
  const { templateId, templateVersion } = await buildTemplate(database.db, by, {
    title: 'Pay an invoice',
    steps: [
      { id: 'check', type: 'task', title: 'Check' },
      { id: 'pay', type: 'task', title: 'Pay' },
    ],
  })
  const processId = newId()
  const at = { now: within, timeZone: 'Europe/Zurich' }
  await processes.launch(orgId, {
    processId,
    templateId,
    templateVersion,
    decide: (definition) => launch(definition, { processId, templateId, templateVersion, by, name: 'Invoice 12' }, at),
  })
  await processes.change(orgId, processId, (process, definition) =>
    decide(definition, process, { type: 'complete', taskId: 'check', by }, at),
  )
}

test('each minute the cloud is told what all organizations together did', async () => {
  await organizationAtWork()
  await organizationAtWork()
  await postBusinessMetrics(context)
  const [{ at, measures }] = metrics.posted as [(typeof metrics.posted)[0]]
  expect(at).toBe(new Date(minute).toISOString())
  expect(Object.fromEntries(measures.map(({ name, value }) => [name, value]))).toEqual({
    ProcessesLaunched: 2,
    TasksCompleted: 2,
    ProcessesFinished: 0,
    ProcessesOpen: 2,
    TasksOverdue: 0,
    MailSent: 0,
    MailFailedToday: 0,
  })
})

test('a task of the schedule that comes twice posts the same numbers of the same minute', async () => {
  await postBusinessMetrics(context)
  await postBusinessMetrics({ ...context, clock: fakeClock(new Date(later.getTime() + 30_000)) })
  expect(metrics.posted[1]).toEqual(metrics.posted[0])
})

test('numbers that are not taken fail no message: the next minute brings its own', async () => {
  metrics.failing = new OperationalError('away')
  await postBusinessMetrics(context)
  expect(metrics.posted).toEqual([])
})

test('nothing is counted where nobody wants numbers', async () => {
  const db = { ...database.db, outside: () => Promise.reject(new Error('the database was asked')) }
  await postBusinessMetrics({ ...context, db, metrics: undefined })
})

test('every schedule stands in the settings of the cloud, at its time', () => {
  expect(schedules.map(({ name, when }) => ({ name, when }))).toEqual(cloud.schedules)
})
