/** Where events lie in the bucket, with the slash. */
export const eventsPrefix = 'events/'

/** No event is older. */
export const firstDay = '2026-01-01'

/** The columns of an event, as the database keeps it; times are UTC with microseconds. */
export const eventColumns = [
  { name: 'org_id', type: 'string', comment: 'Organization' },
  { name: 'process_id', type: 'string', comment: 'Process it happened to' },
  { name: 'seq', type: 'bigint', comment: 'Number in the process, from 1 without a gap' },
  { name: 'type', type: 'string', comment: 'What happened' },
  { name: 'at', type: 'timestamp', comment: 'When' },
  { name: 'actor', type: 'string', comment: 'Who; absent where time itself acted' },
  { name: 'payload', type: 'string', comment: 'What it says, as JSON; absent once it was erased' },
  { name: 'payload_hash', type: 'string', comment: 'Of the payload, hexadecimal; stays when the payload is erased' },
  { name: 'hash', type: 'string', comment: 'Of this event and its predecessor, hexadecimal' },
]
