import { setTimeout as pause } from 'node:timers/promises'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns'
import { environment } from '@baton/runtime'
import { dynamoStore } from './dynamo-store.ts'
import { createHandler } from './handler.ts'
import { readAlertSettings } from './settings.ts'

const settings = readAlertSettings(environment)
const secretsManager = new SecretsManagerClient()
const sns = new SNSClient()

/** Takes what the alarm topics and the sweep's schedule hand over. */
export const handler = createHandler({
  settings,
  store: dynamoStore(new DynamoDBClient(), settings.table),
  readSecret: async () =>
    (await secretsManager.send(new GetSecretValueCommand({ SecretId: settings.secretArn }))).SecretString ?? '',
  sendMail: async ({ subject, text }) => {
    await sns.send(new PublishCommand({ TopicArn: settings.mailTopicArn, Subject: subject, Message: text }))
  },
  fetch: (...request) => fetch(...request),
  now: () => Date.now(),
  pause: (milliseconds) => pause(milliseconds),
  random: () => Math.random(),
  requestTimeout: 5000,
  log: {
    info: (fields, sentence) => console.info({ ...fields, msg: sentence }),
    error: (fields, sentence) => console.error({ ...fields, msg: sentence }),
  },
})
