import { expect, test } from 'vitest'
import { readAlertSettings } from './settings.ts'

const complete = {
  ALERT_TABLE: 'alerts',
  ALERT_SECRET_ARN: 'arn:secret',
  ALERT_MAIL_TOPIC_ARN: 'arn:mail',
  ALERT_TOPICS: '{"arn:critical":"critical"}',
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
  expect(() => readAlertSettings({ ...complete, ALERT_TABLE: '', ALERT_TOPICS: '{"arn:a":"loud"}' })).toThrow(
    /ALERT_TOPICS must be a JSON object from topic ARNs to critical, warning or info; ALERT_TABLE is missing/,
  )
})
