import { type Process, type ProcessEvent, UserError } from '@baton/engine'
import { canonicalJson, eventHash, payloadHash, recorded } from './chain.ts'
import type { EventRow } from './writes.ts'

/** The rows of the next events of a process, each with its link in the chain. `process` and `head` are those before them. */
export function eventRows(
  { orgId, processId, process, head }: { orgId: string; processId: string; process: Process | undefined; head: Buffer },
  events: ProcessEvent[],
): EventRow[] {
  let previous = head
  let seq = process?.version ?? 0
  return events.map((event) => {
    seq += 1
    const { type, at, by, payload } = recorded(event, seq)
    const actor = by === 'system' ? null : by
    const text = checked(canonicalJson(payload))
    const digest = payloadHash(text)
    previous = eventHash(previous, orgId, processId, { seq, type, at, actor, payloadHash: digest })
    return {
      org_id: orgId,
      process_id: processId,
      seq,
      type,
      at,
      actor,
      payload: text,
      payload_hash: digest,
      hash: previous,
    }
  })
}

/** PostgreSQL keeps no NUL characters; refused here, where only the one command suffers. */
export function checked(json: string): string {
  if (json.includes('\\u0000') && /(?<!\\)(?:\\\\)*\\u0000/.test(json)) {
    throw new UserError(
      'invalid_request',
      'The text contains a NUL character (U+0000), which cannot be kept. Leave it out.',
    )
  }
  return json
}
