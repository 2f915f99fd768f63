import { hash } from 'node:crypto'
import type { ActorRef, Instant, ProcessEvent, ProcessEventType } from '@baton/engine'

/** An event as it is stored: what happened in `payload`, the rest in columns. */
export type RecordedEvent = {
  seq: number
  type: ProcessEventType
  at: Instant
  by: ActorRef
  payload: Record<string, unknown>
}

/** What stands before the first event. */
export const chainStart = Buffer.alloc(32)

/**
 * JSON in the one form of RFC 8785: keys sorted by UTF-16 code units, no spaces, numbers as ECMAScript writes them.
 * Keys without a value are left out. A lone surrogate, which no I-JSON may hold, is written as an escape.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  let text = ''
  for (const key of Object.keys(value).sort()) {
    const item = (value as Record<string, unknown>)[key]
    if (item !== undefined) text += `${text ? ',' : ''}${JSON.stringify(key)}:${canonicalJson(item)}`
  }
  return `{${text}}`
}

export const payloadHash = (canonicalPayload: string): Buffer => sha256(canonicalPayload)

/**
 * The hash of one event: SHA-256 over the predecessor's 32 bytes, then the UTF-8 of the JSON array
 * `[orgId, processId, seq, type, at, actor or null, payloadHash as hex]`.
 */
export function eventHash(
  previous: Buffer,
  orgId: string,
  processId: string,
  event: Pick<RecordedEvent, 'seq' | 'type' | 'at'> & { actor: string | null; payloadHash: Buffer },
): Buffer {
  const header = [orgId, processId, event.seq, event.type, event.at, event.actor, event.payloadHash.toString('hex')]
  return sha256(Buffer.concat([previous, Buffer.from(JSON.stringify(header))]))
}

/** Takes an event of the engine apart for its row. */
export function recorded(event: ProcessEvent, seq: number): RecordedEvent {
  const { type, at, by, ...payload } = event
  return { seq, type, at, by, payload }
}

/** Puts a row together again. */
export function eventOf({
  type,
  at,
  actor,
  payload,
}: {
  type: string
  at: Instant
  actor: string | null
  payload: Record<string, unknown> | null
}): ProcessEvent {
  return { type, at, by: actor ?? 'system', ...payload } as ProcessEvent
}

const sha256 = (data: string | Buffer): Buffer => hash('sha256', data, 'buffer')
