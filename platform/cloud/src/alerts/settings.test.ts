import { expect, test } from 'vitest'
import { readAlertSettings } from './settings.ts'

const complete = {
  ALERT_TABLE: 'alerts',
  ALERT_SECRET_ARN: 'arn:secret',
  ALERT_MAIL_TOPIC_ARN: 'arn:mail',
  ALERT_TOPICS: '{"critical":"arn:critical"}',
  ALERT_STAGE: 'staging',
  AWS_REGION: 'eu-central-1',
}

test('the function starts on what its stack sets', () => {
  expect(readAlertSettings(complete)).toMatchObject({
    topics: { 'arn:critical': 'critical' },
    pagerdutyUrl: 'https://events.pagerduty.com',
    surroundings: { stage: 'staging', region: 'eu-central-1', dashboard: undefined },
  })
})

test('all that is missing or wrong is named at once', () => {
  expect(() => readAlertSettings({ ...complete, ALERT_TABLE: '', ALERT_TOPICS: '{"loud":"arn:a"}' })).toThrow(
    /ALERT_TOPICS must be a JSON object from critical, warning and info to the ARN of a topic; ALERT_TABLE is missing/,
  )
})
