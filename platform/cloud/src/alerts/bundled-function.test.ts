import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { nodeBinary } from '@baton/runtime'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startDynamo } from './test/dynamo-server.ts'
import { startPagerDuty, type PagerDutyServer } from './test/pagerduty-server.ts'
import { arnOf, metricAlarm, snsEvent, topics } from './test/recorded.ts'
import { startServer, type FakeServer } from './test/server.ts'
import { startSlack, type SlackServer } from './test/slack-server.ts'
import { routingKey } from './test/world.ts'

const run = promisify(execFile)
const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const bundle = (file: string) => run(nodeBinary, [here('bundle-function.ts'), here('alert-router.lambda.ts'), file])

/** Calls a bundle as Lambda's runtime does: its `handler` with the event, its settings from the environment. */
const caller = `
const [file, event] = process.argv.slice(1)
const { handler } = await import(file)
await handler(JSON.parse(event), { awsRequestId: 'one', getRemainingTimeInMillis: () => 60000 })
`

describe('the file that Lambda runs', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-bundle-'))
  const file = path.join(folder, 'index.mjs')
  const mails: string[] = []
  let dynamo: Awaited<ReturnType<typeof startDynamo>>
  let pagerduty: PagerDutyServer
  let slack: SlackServer
  let secrets: FakeServer
  let sns: FakeServer

  beforeAll(async () => {
    await bundle(file)
    dynamo = await startDynamo()
    pagerduty = await startPagerDuty(routingKey, () => Date.now())
    slack = await startSlack(() => Date.now())
    secrets = await startServer(() => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({
        SecretString: JSON.stringify({ pagerdutyRoutingKey: routingKey, slackWebhookUrl: slack.webhookUrl }),
      }),
    }))
    sns = await startServer((_, body) => {
      mails.push(decodeURIComponent(body.replaceAll('+', ' ')))
      const answer =
        '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>'
      return { status: 200, body: answer, headers: { 'content-type': 'text/xml' } }
    })
  }, 60_000)
  afterAll(async () => {
    await Promise.all([dynamo, pagerduty, slack, secrets, sns].map((server) => server.stop()))
    rmSync(folder, { recursive: true, force: true })
  })

  const call = (event: unknown) =>
    run(nodeBinary, ['--input-type=module', '-e', caller, file, JSON.stringify(event)], {
      env: {
        AWS_REGION: 'eu-central-1',
        AWS_ACCESS_KEY_ID: 'a',
        AWS_SECRET_ACCESS_KEY: 'b',
        AWS_ENDPOINT_URL_DYNAMODB: dynamo.url,
        AWS_ENDPOINT_URL_SECRETS_MANAGER: secrets.url,
        AWS_ENDPOINT_URL_SNS: sns.url,
        ALERT_TABLE: 'alerts',
        ALERT_SECRET_ARN: 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:channels',
        ALERT_MAIL_TOPIC_ARN: 'arn:aws:sns:eu-central-1:123456789012:mail',
        ALERT_TOPICS: JSON.stringify(topics),
        ALERT_STAGE: 'production',
        ALERT_PAGERDUTY_URL: pagerduty.url,
      },
    })

  test('comes out the same each time it is bundled', async () => {
    const again = path.join(folder, 'again.mjs')
    await bundle(again)
    expect(readFileSync(again).equals(readFileSync(file))).toBe(true)
  })

  test('wakes somebody, tells Slack, remembers both, and mails what is refused', async () => {
    const event = snsEvent(metricAlarm({ to: 'ALARM', at: '2026-03-04T12:00:00.640Z' }))
    await call(event)
    await call(event)
    expect(pagerduty.alerts).toMatchObject([{ key: arnOf('baton-production-ApiSlow'), triggers: 1, open: true }])
    expect(slack.messages).toHaveLength(1)
    expect(mails).toEqual([])

    slack.always = { status: 403, body: 'action_prohibited' }
    const { stderr } = await call(snsEvent(metricAlarm({ to: 'OK', from: 'ALARM', at: '2026-03-04T12:05:00.640Z' })))
    expect(pagerduty.openKeys()).toEqual([])
    expect(mails).toHaveLength(1)
    expect(mails[0]).toContain('OVER: baton-production-ApiSlow')
    expect(mails[0]).toContain('Not told to Slack: it answered 403: action_prohibited')
    expect(stderr).toContain('not told')
  })
})
