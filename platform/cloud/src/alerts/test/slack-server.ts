import { isObject, listAt, objectAt, objectIn, textAt, type Unknown } from '../json.ts'
import { startServer, type Answer, type FakeServer } from './server.ts'

/** An incoming webhook of Slack with its documented limits: one message a second, and the sizes of blocks. */
export interface SlackServer extends FakeServer {
  webhookUrl: string
  /** What stands in the channel, oldest first; all text of a message as one. */
  messages: string[]
  /** Requests answered 429. */
  limited: number
}

const path = '/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX'

/** @param now the time by which it counts the seconds */
export async function startSlack(now: () => number): Promise<SlackServer> {
  const state = { webhookUrl: '', messages: [] as string[], limited: 0 }
  let last = -Infinity
  const server = await startServer((asked, body) => {
    if (asked !== path) return { status: 404, body: 'no_service' }
    if (now() - last < 1000) {
      slack.limited++
      return { status: 429, body: 'rate_limited', headers: { 'retry-after': '1' } }
    }
    const message = objectIn(body)
    const fault = message ? faultOf(message) : 'invalid_payload'
    if (fault) return { status: 400, body: fault } satisfies Answer
    last = now()
    slack.messages.push(textsIn(message).join('\n'))
    return { status: 200, body: 'ok' }
  })
  const slack: SlackServer = Object.assign(server, state, { webhookUrl: `${server.url}${path}` })
  return slack
}

function faultOf(message: Unknown): string | undefined {
  const blocks = listAt(message, 'blocks').filter(isObject)
  if (!textAt(message, 'text') && blocks.length === 0) return 'no_text'
  if ((textAt(message, 'text')?.length ?? 0) > 40_000) return 'msg_too_long'
  if (blocks.length > 50 || blocks.some((block) => !fits(block))) return 'invalid_blocks'
  return undefined
}

function fits(block: Unknown): boolean {
  const text = textAt(objectAt(block, 'text'), 'text')
  const fields = listAt(block, 'fields').filter(isObject)
  const elements = listAt(block, 'elements')
  switch (block['type']) {
    case 'header':
      return within(text, 150) && objectAt(block, 'text')?.['type'] === 'plain_text'
    case 'section':
      return (
        (text === undefined ? fields.length > 0 : within(text, 3000)) &&
        fields.length <= 10 &&
        fields.every((field) => within(textAt(field, 'text'), 2000))
      )
    case 'context':
      return (
        elements.length >= 1 &&
        elements.length <= 10 &&
        elements.filter(isObject).every((element) => within(textAt(element, 'text'), 3000))
      )
    default:
      return false
  }
}

const within = (text: string | undefined, most: number) => text !== undefined && text.length >= 1 && text.length <= most

/** Every text of blocks, wherever it stands. */
function textsIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn)
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'text' && typeof inner === 'string' ? [inner] : textsIn(inner),
  )
}
