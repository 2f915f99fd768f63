import { buildMember, buildOrganization, buildTemplate, type BuiltMember, type ClonedDatabase } from '@baton/testing'
import { decide, launch, type ProcessCommand, type Step, type TemplateDocument } from '@baton/engine'
import { newId } from '@baton/runtime'
import { type Changed, type ChangeOptions, openProcessStore, type ProcessStore, type StoreOptions } from '../index.ts'

type Unsigned<C> = C extends unknown ? Omit<C, 'by'> : never

/** An organization with a published template, and how its people act on a store. */
export type Scene = {
  orgId: string
  ana: BuiltMember
  ben: BuiltMember
  templateId: string
  launch(store: ProcessStore, options?: ChangeOptions<unknown>): Promise<Changed<unknown>>
  act(
    store: ProcessStore,
    processId: string,
    command: Unsigned<ProcessCommand>,
    options?: ChangeOptions<unknown> & { by?: BuiltMember },
  ): Promise<Changed<unknown>>
}

/** Two tasks one after the other and an approval beside them; Ana launches, anyone may act. */
const document: TemplateDocument = {
  title: 'Pay an invoice',
  processName: 'Invoice {{number}}',
  kickoff: { fields: [{ id: 'number', type: 'short_text', label: 'Number' }] },
  milestones: [
    { id: 'first', title: 'First' },
    { id: 'then', title: 'Then' },
  ],
  steps: [
    step('check', {
      milestone: 'first',
      assign: { launcher: true },
      fields: [{ id: 'amount', type: 'number', label: 'Amount' }],
    }),
    step('approve', { type: 'approval', milestone: 'first' }),
    step('pay', { milestone: 'then', after: ['check'], title: 'Pay {{amount|it}}' }),
  ],
}
function step(id: string, more: Partial<Step> = {}): Step {
  return { id, type: 'task', title: id, ...more }
}

export async function buildScene({ db }: ClonedDatabase, given: TemplateDocument = document): Promise<Scene> {
  const { orgId, administrator: ana } = await buildOrganization(db)
  const ben = await buildMember(db, orgId)
  const { templateId } = await buildTemplate(db, ana.actor, given)
  const now = () => new Date().toISOString()
  return {
    orgId,
    ana,
    ben,
    templateId,
    launch(store, options = {}) {
      const processId = newId()
      const command = { processId, templateId, templateVersion: 1, by: ana.actor }
      return store.launch(orgId, {
        processId,
        templateId,
        templateVersion: 1,
        ...options,
        decide: (definition, organization) => launch(definition, command, { now: now(), ...organization }),
      })
    },
    act(store, processId, command, { by = ana, ...options } = {}) {
      const signed = { ...command, by: by.actor } as ProcessCommand
      return store.change(
        orgId,
        processId,
        (process, definition, organization) => decide(definition, process, signed, { now: now(), ...organization }),
        options,
      )
    },
  }
}

/** A store that queues a job named `follow` for each change, with the sequence number it ends at. */
export const openStore = ({ ownerUrl }: ClonedDatabase, options: Partial<StoreOptions> = {}): ProcessStore =>
  openProcessStore({
    url: ownerUrl,
    jobsFor: (orgId, _definition, _before, _events, after) => [
      { task: 'follow', payload: { orgId, processId: after.id, version: after.version } },
    ],
    ...options,
  })

/** The numbers of the events of a process, and its jobs. */
export async function recordOf({ sql }: ClonedDatabase, processId: string) {
  const events = await sql<{ seq: string; type: string }>(
    'select seq, type from event where process_id = $1 order by seq',
    [processId],
  )
  const jobs = await sql<{ version: string }>(
    `select payload->>'version' as version from graphile_worker._private_jobs where payload->>'processId' = $1 order by id`,
    [processId],
  )
  return {
    seqs: events.map(({ seq }) => Number(seq)),
    types: events.map(({ type }) => type),
    jobs: jobs.map(({ version }) => Number(version)),
  }
}
