import { bounded, type Alert, type Severity } from './alert.ts'
import { isObject, listAt, objectAt, objectIn, textAt, type Unknown } from './json.ts'
import { instantOf, readAlarmEvent, readAlarmMessage, type Envelope } from './read-alarm.ts'
import { readReport } from './read-report.ts'

export interface ReadOptions {
  /** Severity of a topic's messages that do not say their own, by the topic's ARN. */
  topics: Record<string, Severity>
  now: Date
  /** Identity of the call. Lambda keeps it when it tries a call again, so what has none of its own is still told once. */
  callId: string
}

/** True for the call of the schedule that has the router look at what is still to be told. */
export const isSweep = (event: unknown): boolean =>
  isObject(event) && (event['sweep'] === true || textAt(event, 'detail-type') === 'Scheduled Event')

/**
 * The alerts in what Lambda hands over: records of SNS, straight or in the envelope of a queue.
 * Never empty: what is not understood becomes a report with all of its text.
 */
export function readEvent(event: unknown, options: ReadOptions): Alert[] {
  const records = isObject(event) ? listAt(event, 'Records').filter(isObject) : []
  if (records.length === 0)
    return [readMessage(JSON.stringify(event) ?? '', bare(options, 0, 'An event of unknown form'))]
  return records.map((record, index) => readRecord(record, index, options))
}

function readRecord(record: Unknown, index: number, options: ReadOptions): Alert {
  const queued = textAt(record, 'body')
  const sns = objectAt(record, 'Sns') ?? (queued ? objectIn(queued) : undefined)
  const text = textAt(sns, 'Message')
  if (!sns || text === undefined) {
    return readMessage(
      queued ?? JSON.stringify(record),
      bare(options, index, textAt(sns, 'Subject') ?? 'A record of unknown form'),
    )
  }
  return readMessage(text, {
    messageId: textAt(sns, 'MessageId') ?? `${options.callId}:${index}`,
    publishedAt: instantOf(textAt(sns, 'Timestamp')) ?? options.now.toISOString(),
    subject: textAt(sns, 'Subject'),
    severity: options.topics[textAt(sns, 'TopicArn') ?? ''] ?? 'warning',
  })
}

function readMessage(text: string, envelope: Envelope): Alert {
  const message = objectIn(text)
  const alarm = message && (readAlarmMessage(message, envelope) ?? readAlarmEvent(message, envelope))
  return bounded(alarm ?? readReport(text, message, envelope))
}

const bare = ({ now, callId }: ReadOptions, index: number, subject: string): Envelope => ({
  messageId: `${callId}:${index}`,
  publishedAt: now.toISOString(),
  subject,
  severity: 'warning',
})
