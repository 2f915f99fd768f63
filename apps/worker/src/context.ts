import type { JobKind } from '@baton/commands'
import { payloadOf } from '@baton/commands'
import type { Database, ProcessStore } from '@baton/database'
import type { DecideContext } from '@baton/engine'
import type { MailDoor, MetricsDoor } from '@baton/integrations'
import type { Clock, Log } from '@baton/runtime'
import type { Static, TObject } from 'typebox'

/** What jobs work with. */
export type WorkerContext = {
  db: Database
  processes: ProcessStore
  /** Absent: there is no mail server, and mails are held in the outbox. */
  mail: MailDoor | undefined
  /** Absent: nobody wants numbers of what organizations do. */
  metrics?: MetricsDoor | undefined
  clock: Clock
  log: Log
  /** Where members open Baton, without a slash at the end. */
  publicUrl: string
  /** `Name <address>` that mails come from. */
  mailFrom: string
}

/** How often the job was tried, this time included, and after how many tries it is given up. */
export type Try = { attempt: number; attempts: number }

/** A kind of job with what carries it out. */
export type Handler = { name: string; run: (context: WorkerContext, payload: unknown, tried: Try) => Promise<void> }

/** Ties a handler to its kind of job; the payload is checked before it runs. */
export const carriesOut = <N extends string, S extends TObject>(
  kind: JobKind<N, S>,
  handle: (context: WorkerContext, payload: Static<S>, tried: Try) => Promise<void>,
): Handler => ({
  name: kind.name,
  run: (context, payload, tried) => handle(context, payloadOf(kind, payload), tried),
})

/** What the engine is told of the world when Baton itself gives a command. */
export const decideContext = ({ clock }: WorkerContext, timeZone: string): DecideContext => ({
  now: clock.now().toISOString(),
  timeZone,
})
