import { createHandler } from '../handler.ts'
import type { PlainMail } from '../mail.ts'
import { memoryStore } from '../store.ts'
import { startPagerDuty } from './pagerduty-server.ts'
import { topics } from './recorded.ts'
import { startSlack } from './slack-server.ts'

export const routingKey = 'R0123456789abcdef0123456789abcde'

export interface WorldOptions {
  /** Overrides parts of the secret. */
  secret?: Record<string, string>
  /** Of true time, so that a busy machine is no channel that is down; short where one keeps silent. */
  requestTimeout?: number
}

/**
 * The real handler among servers that keep PagerDuty's and Slack's limits, with a clock that only moves when somebody
 * waits or the test says so.
 */
export async function startWorld({ secret, requestTimeout = 20_000 }: WorldOptions = {}) {
  let at = Date.parse('2026-03-04T12:00:10Z')
  const now = () => at
  const pagerduty = await startPagerDuty(routingKey, now)
  const slack = await startSlack(now)
  const store = memoryStore()
  const mails: PlainMail[] = []
  const lines: string[] = []
  const broken = { mail: false, store: false, secrets: false, pace: false }
  const secretNow = { pagerdutyRoutingKey: routingKey, slackWebhookUrl: slack.webhookUrl, ...secret }
  const write = (fields: object, sentence: string) => void lines.push(JSON.stringify({ ...fields, msg: sentence }))
  let calls = 0
  const handler = createHandler({
    settings: {
      table: 'alerts',
      secretArn: 'arn:secret',
      mailTopicArn: 'arn:mail',
      topics: { [topics.critical]: 'critical', [topics.warning]: 'warning', [topics.info]: 'info' },
      surroundings: {
        stage: 'production',
        region: 'eu-central-1',
        repository: 'https://github.example/baton/blob/main/',
        dashboard: 'https://console.example/dashboard',
      },
      pagerdutyUrl: pagerduty.url,
    },
    store: {
      ...store,
      read: (id) => (broken.store ? Promise.reject(new Error('the table does not answer')) : store.read(id)),
      write: (id, ...written) =>
        broken.pace && id.startsWith('pace:') ? Promise.resolve(false) : store.write(id, ...written),
    },
    readSecret: async () => {
      if (broken.secrets) throw new Error('no secrets today')
      return JSON.stringify(secretNow)
    },
    sendMail: async (mail) => {
      if (broken.mail) throw new Error('the topic does not answer')
      mails.push(mail)
    },
    fetch: (...request) => {
      world.beforeRequest()
      return fetch(...request)
    },
    now,
    pause: async (milliseconds) => void (at += milliseconds),
    random: () => 0.5,
    requestTimeout,
    log: { info: write, error: write },
  })

  const call = (event: unknown, id = `call-${++calls}`) => {
    const end = at + 60_000
    return handler(event, { awsRequestId: id, getRemainingTimeInMillis: () => Math.max(0, end - at) })
  }
  const sweep = () => call({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} })

  const world = {
    /** Called before each request to a channel. */
    beforeRequest: (): void => undefined,
    pagerduty,
    slack,
    mails,
    lines,
    broken,
    secret: secretNow,
    store,
    now,
    call,
    sweep,
    /** Lets this many minutes go by with a sweep in each. */
    async minutes(count: number) {
      for (let minute = 0; minute < count; minute++) {
        at += 60_000
        await sweep()
      }
    },
    advance: (milliseconds: number) => void (at += milliseconds),
    async stop() {
      await Promise.all([pagerduty.stop(), slack.stop()])
    },
  }
  return world
}

export type TestWorld = Awaited<ReturnType<typeof startWorld>>
