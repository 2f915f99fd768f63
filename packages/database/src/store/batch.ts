import { Defect, type Definition, evolve, type Process, type ProcessEvent, UserError } from '@baton/engine'
import type pg from 'pg'
import { openTo } from '../connection.ts'
import type { Job } from '../queue.ts'
import { chainStart } from './chain.ts'
import { checked, eventRows } from './event-rows.ts'
import { filesIn } from './files.ts'
import type { DefinitionKey, Knowledge, TemplateHead } from './knowledge.ts'
import { lockProcesses } from './lock.ts'
import type { FreshPlans } from './plans.ts'
import { difference } from './project.ts'
import { keyOf, type RecentStates } from './recent.ts'
import { listedAs, toTheMinute, type Wording } from './rows.ts'
import { writeStatements } from './write.ts'
import { arrayText, Writes } from './writes.ts'

/** Makes one request safe to repeat: the same key and request get the first answer again, for 24 hours. */
export type Idempotency = { actorId: string; key: string; requestHash: string }

/** What is launched: a version, or what is to be said of the template to find one; it throws to refuse. */
export type Launched = { templateId: string; version: number | ((template: TemplateHead | undefined) => number) }

/** What a command sees besides its process. */
export type Surroundings = { definition: Definition; version: number; organization: Wording }

/** A command on its way: what to change, and whom to tell. */
export type Command = {
  orgId: string
  processId: string
  /** Of a launch: the version to launch. Absent: the process exists. */
  launch?: Launched
  /** The events of this command. Throws to refuse; may run again on a newer state. */
  decide(process: Process | undefined, surroundings: Surroundings): ProcessEvent[]
  /** What a repeated request gets back; JSON. */
  respond?(process: Process, events: ProcessEvent[]): unknown
  idempotency?: Idempotency
}

export type Outcome =
  | { done: { process: Process | undefined; events: ProcessEvent[]; response: unknown; replayed: boolean } }
  | { refused: unknown }

/**
 * Names the jobs that follow from events; given by whoever knows the jobs.
 * @param before the process before the events; absent at launch
 * @param after the process after them; its version is the sequence number of the last event
 */
export type JobsFor = (
  orgId: string,
  definition: Definition,
  before: Process | undefined,
  events: readonly ProcessEvent[],
  after: Process,
) => Job[]

/** What batches work with. */
export type Means = {
  knowledge: Knowledge
  jobsFor: JobsFor
  recent: RecentStates
  /** Events after which the next snapshot of a process is written. */
  snapshotEvery: number
  plans: FreshPlans
}

/** A process while a batch works on it. */
type Current = {
  orgId: string
  processId: string
  base: number
  head: Buffer
  before: Process | undefined
  /** Version of its snapshot; 0 without one. */
  snapshot: number
  /** Characters of the state as JSON, about. */
  size: number
  updatedBefore?: string
  process: Process | undefined
  definition?: Definition
}

/** One try at a batch, in one transaction on one connection. */
export class Attempt {
  readonly client: pg.ClientBase
  readonly #means: Means
  /** The templates of launches that name no version. */
  #heads = new Map<string, TemplateHead>()
  /** Number of the transaction; it outlives the connection, so an unknown end can be looked up. */
  transaction: string | undefined
  /** True from the moment that the end of the transaction is out of our hands. */
  committing = false
  outcomes: Outcome[] = []

  constructor(client: pg.ClientBase, means: Means) {
    this.client = client
    this.#means = means
  }

  /**
   * Carries out the commands, in order where they share a process, and commits. Each gets its own outcome.
   * @throws what the database said when the whole transaction failed; then nothing is recorded, unless `committing`
   */
  async run(commands: Command[]): Promise<Outcome[]> {
    const { current, answers } = await this.#load(commands)
    const writes = new Writes()
    this.outcomes = commands.map((command) => this.#carryOut(command, current, answers, writes))
    for (const one of current.values()) this.#gather(one, writes)
    if (writes.empty) {
      await this.client.query('rollback')
      return this.outcomes
    }
    this.committing = true
    const written = writeStatements(writes).map((statement) => this.client.query(statement))
    const committed = this.client.query('commit')
    const [{ command }] = await Promise.all([committed, ...written])
    if (command !== 'COMMIT') throw new Defect(`A batch ended with ${command} though all was written.`)
    for (const { orgId, base, process, snapshot, size } of current.values()) {
      if (process && process.version !== base)
        this.#means.recent.keep(orgId, this.transaction!, { process, snapshot, size })
    }
    return this.outcomes
  }

  async #load(commands: Command[]) {
    const { client } = this
    const orgIds = new Set(commands.map(({ orgId }) => orgId))
    const wanted = new Map(
      commands.filter(({ launch }) => !launch).map((one) => [keyOf(one.orgId, one.processId), one]),
    )
    const keyed = commands.flatMap(({ orgId, idempotency }) => (idempotency ? [{ orgId, ...idempotency }] : []))
    const launches = commands.flatMap(({ orgId, launch }) => (launch ? [{ orgId, ...launch }] : []))
    const open = launches.filter(({ version }) => typeof version === 'function')

    const anew = this.#means.plans.due(client) ? 'discard plans; ' : ''
    const begun = client.query(`begin; ${anew}${openTo(orgIds)}; select pg_current_xact_id()::text as transaction`)
    const locked = wanted.size > 0 ? lockProcesses(client, [...wanted.values()], this.#means.recent) : undefined
    // After the locks: a repeated request on the same process may have been answered while we waited for them.
    const found = keyed.length > 0 ? this.#answered(keyed) : undefined
    const known = this.#means.knowledge.load(client, orgIds, [])
    const asked = open.length > 0 ? this.#means.knowledge.templateHeads(client, open) : undefined
    const all = await Promise.all([begun, locked, found, asked, known])
    const [began, rows = [], answers = new Map(), heads = new Map()] = all
    this.#heads = heads
    this.transaction = (began as unknown as pg.QueryResult<{ transaction: string }>[]).at(-1)!.rows[0]!.transaction

    const current = new Map<string, Current>()
    for (const { org_id: orgId, id: processId, version, state, updated_at: updatedBefore, ...row } of rows) {
      const one = { ...row, orgId, processId, base: version, before: state, updatedBefore, process: state }
      current.set(keyOf(orgId, processId), one)
    }
    const versions = [
      ...rows.map(({ org_id: orgId, state }) => ({
        orgId,
        templateId: state.templateId,
        version: state.templateVersion,
      })),
      ...launches.flatMap((launch) => {
        try {
          return [this.#versionOf(launch)]
        } catch {
          // It is refused when its turn comes.
          return []
        }
      }),
    ]
    if (versions.some((version) => !this.#means.knowledge.definition(version)))
      await this.#means.knowledge.load(client, [], versions)
    return { current, answers }
  }

  async #answered(keyed: (Idempotency & { orgId: string })[]) {
    const { rows } = await this.client.query<Idempotency & { orgId: string; response: unknown }>({
      name: 'find answers',
      text: `select i.org_id as "orgId", i.actor_id as "actorId", i.key, i.request_hash as "requestHash", i.response
        from unnest($1::uuid[], $2::text[], $3::text[]) as r(org_id, actor_id, key)
        join idempotency i on i.org_id = r.org_id and i.actor_id = r.actor_id and i.key = r.key`,
      values: [keyed.map((one) => one.orgId), keyed.map((one) => one.actorId), keyed.map((one) => one.key)],
    })
    return new Map(
      rows.map((row) => [answerKey(row.orgId, row), { requestHash: row.requestHash, response: row.response }]),
    )
  }

  #carryOut(command: Command, all: Map<string, Current>, answers: Map<string, Answered>, writes: Writes): Outcome {
    const { orgId, processId, idempotency } = command
    try {
      const answered = idempotency && answers.get(answerKey(orgId, idempotency))
      if (answered) return replay(answered, idempotency, all.get(keyOf(orgId, processId))?.process)
      const current = this.#currentOf(command, all)
      const surroundings = this.#surroundingsOf(command, current)
      const events = command.decide(current.process, surroundings)
      let next = current.process
      for (const event of events) next = evolve(next, event, processId)
      if (!next) throw new Defect(`Launching ${processId} made no event.`)
      const response = command.respond?.(next, events)
      const rows = eventRows(current, events)
      const { definition } = surroundings
      const jobs = events.length > 0 ? this.#means.jobsFor(orgId, definition, current.process, events, next) : []
      // Nothing above has touched what others see: a command that fails leaves no trace.
      writes.events.push(...rows)
      writes.jobs.push(...jobs)
      for (const id of filesIn(events, next, definition))
        writes.files.push({ org_id: orgId, id, process_id: processId })
      current.head = rows.at(-1)?.hash ?? current.head
      for (const { payload } of rows) current.size += payload.length
      current.process = next
      current.definition = definition
      all.set(keyOf(orgId, processId), current)
      if (idempotency) {
        const { actorId, key, requestHash } = idempotency
        answers.set(answerKey(orgId, idempotency), { requestHash, response })
        const text = checked(JSON.stringify(response ?? null))
        writes.answers.push({ org_id: orgId, actor_id: actorId, key, request_hash: requestHash, response: text })
      }
      return { done: { process: next, events, response, replayed: false } }
    } catch (error) {
      return { refused: error }
    }
  }

  #currentOf({ orgId, processId, launch }: Command, all: Map<string, Current>): Current {
    const found = all.get(keyOf(orgId, processId))
    if (found && launch) throw new UserError('already_exists', 'There is a process with this id already.')
    if (found) return found
    if (!launch) throw new UserError('process_not_found', 'There is no such process.')
    return { orgId, processId, base: 0, head: chainStart, before: undefined, snapshot: 0, size: 0, process: undefined }
  }

  #versionOf({ orgId, templateId, version }: Launched & { orgId: string }): DefinitionKey {
    const found = typeof version === 'number' ? version : version(this.#heads.get(`${orgId}/${templateId}`))
    return { orgId, templateId, version: found }
  }

  #surroundingsOf({ orgId, launch }: Command, { process }: Current): Surroundings {
    const key = launch
      ? this.#versionOf({ orgId, ...launch })
      : { orgId, templateId: process!.templateId, version: process!.templateVersion }
    const definition = this.#means.knowledge.definition(key)
    if (!definition) throw new UserError('template_not_found', 'There is no such template, or not in this version.')
    return { organization: this.#means.knowledge.wording(orgId), definition, version: key.version }
  }

  /** Adds what changes for one process, whatever the number of its commands. */
  #gather(current: Current, writes: Writes): void {
    const { orgId, processId, base, head, before, updatedBefore, process, definition } = current
    if (!process || !definition || process.version === base) return
    const { listing, change } = difference(before, process, definition, this.#means.knowledge.wording(orgId))
    const row = {
      ...listing,
      org_id: orgId,
      id: processId,
      base,
      version: process.version,
      head,
      template_id: process.templateId,
      template_version: process.templateVersion,
      launched_by: process.launchedBy,
      launched_at: process.launchedAt,
      updated_at: writes.events.findLast((event) => event.process_id === processId)!.at,
      next_tasks: JSON.stringify(listing.next_tasks),
    }
    if (before) writes.changed.push(row)
    else writes.launched.push(row)
    if (process.version - current.snapshot >= this.#means.snapshotEvery) {
      const state = JSON.stringify(process)
      writes.snapshots.push({ org_id: orgId, process_id: processId, version: process.version, state })
      current.snapshot = process.version
      current.size = state.length
    }
    writes.add(orgId, processId, change)
    const { touchedTasks: tasks, touchedPeople: people } = change
    const { version } = process
    const touched = { tasks: arrayText(tasks), people: arrayText(people) }
    writes.changes.push({ org_id: orgId, subject_id: processId, version, ...touched })
    const was = before && listedAs(before)
    const [minuteBefore, minute] = [updatedBefore && toTheMinute(updatedBefore), toTheMinute(row.updated_at)]
    if (was !== listing.listed_as || minuteBefore !== minute) {
      const place = { org_id: orgId, process_id: processId, listed_as: listing.listed_as, updated_at: minute }
      if (was) writes.activityMoved.push({ ...place, from_listed_as: was, from_updated_at: minuteBefore! })
      else writes.activityCome.push(place)
    }
    if (was === listing.listed_as) return
    const counted = { org_id: orgId, template_id: process.templateId }
    if (was) writes.counts.push({ ...counted, listed_as: was, n: -1 })
    writes.counts.push({ ...counted, listed_as: listing.listed_as, n: 1 })
  }
}

type Answered = { requestHash: string; response: unknown }

const answerKey = (orgId: string, { actorId, key }: { actorId: string; key: string }) => `${orgId} ${actorId} ${key}`

function replay({ requestHash, response }: Answered, asked: Idempotency, process: Process | undefined): Outcome {
  if (requestHash === asked.requestHash) return { done: { process, events: [], response, replayed: true } }
  return {
    refused: new UserError(
      'idempotency_mismatch',
      `The Idempotency-Key “${asked.key}” was used for another request within the last 24 hours. Use a new key for each request.`,
    ),
  }
}
