import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Match, Template } from 'aws-cdk-lib/assertions'
import { beforeAll, describe, expect, test } from 'vitest'
import { stageOf } from '../testing.ts'
import { Alerts } from './alerts-stack.ts'

const templateOf = (name: string) => {
  const stage = stageOf(name)
  const outdir = mkdtempSync(path.join(tmpdir(), 'baton-alerts-test-'))
  try {
    const stack = new Stack(new App({ outdir, analyticsReporting: false }), 'Main', { env: { region: 'eu-central-1' } })
    return Template.fromStack(new Alerts(stack, 'Alerts', { stage, place: stage.places[0]! }))
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

describe('the part that tells people of alarms', () => {
  let template: Template
  // Loads CDK and bundles the function.
  beforeAll(() => void (template = templateOf('production')), 120_000)

  test('has a topic for each severity and one for mail, all encrypted with a key that CloudWatch may use', () => {
    const topics = Object.values(template.findResources('AWS::SNS::Topic'))
    expect(topics).toHaveLength(4)
    for (const { Properties } of topics) {
      expect(Properties.KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^Key/), 'Arn'] })
    }
    template.hasResourceProperties('AWS::KMS::Key', {
      EnableKeyRotation: true,
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            // A condition that CloudWatch does not meet would silence every alarm without a word.
            Condition: Match.absent(),
          }),
        ]),
      },
    })
  })

  test('lets services publish on behalf of this account only, and nobody without TLS', () => {
    for (const { Properties } of Object.values(template.findResources('AWS::SNS::TopicPolicy'))) {
      for (const statement of Properties.PolicyDocument.Statement) {
        if (statement.Effect === 'Deny') {
          expect(statement.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } })
        } else {
          expect(statement.Principal.Service).toEqual(['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com'])
          expect(statement.Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } })
        }
      }
    }
  })

  test('hands each severity to the router, and what cannot be handed over to the dead letters', () => {
    const subscriptions = Object.values(template.findResources('AWS::SNS::Subscription'))
    expect(subscriptions.filter(({ Properties }) => Properties.Protocol === 'lambda')).toHaveLength(3)
    for (const { Properties } of subscriptions) {
      if (Properties.Protocol === 'lambda') expect(Properties.RedrivePolicy.deadLetterTargetArn).toBeDefined()
      else expect(Properties).toMatchObject({ Protocol: 'email', Endpoint: 'operations@baton.example' })
    }
    template.hasResourceProperties('AWS::Lambda::EventInvokeConfig', {
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: Match.anyValue() } },
    })
  })

  test('runs the router on Node 24 with less time than a delivery may be in its hands, and calls it every minute', () => {
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs24.x',
      Timeout: 60,
      Handler: 'index.handler',
    })
    template.hasResourceProperties('AWS::Events::Rule', { ScheduleExpression: 'rate(1 minute)', State: 'ENABLED' })
  })

  test('lets the router do what it needs and nothing else', () => {
    const statements = Object.values(template.findResources('AWS::IAM::Policy')).flatMap(
      ({ Properties }) => Properties.PolicyDocument.Statement,
    )
    expect(statements.flatMap(({ Action }) => Action).toSorted()).toEqual([
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'kms:Decrypt',
      'kms:GenerateDataKey*',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'secretsmanager:DescribeSecret',
      'secretsmanager:GetSecretValue',
      'sns:Publish',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:SendMessage',
    ])
    expect(statements.filter(({ Resource }) => Resource === '*')).toEqual([])
    for (const { Properties } of Object.values(template.findResources('AWS::IAM::Role'))) {
      expect(Properties.ManagedPolicyArns).toBeUndefined()
    }
  })

  test('remembers in a table that forgets by itself and finds what is pending', () => {
    template.hasResourceProperties('AWS::DynamoDB::Table', {
      TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true },
      GlobalSecondaryIndexes: [
        Match.objectLike({
          IndexName: 'pending',
          KeySchema: [
            { AttributeName: 'pending', KeyType: 'HASH' },
            { AttributeName: 'pendingAt', KeyType: 'RANGE' },
          ],
        }),
      ],
    })
  })

  test('holds no secret, and keeps what people put into it', () => {
    template.hasResource('AWS::SecretsManager::Secret', {
      Properties: { SecretString: '{"pagerdutyRoutingKey":"","slackWebhookUrl":""}' },
      DeletionPolicy: 'Retain',
    })
  })

  test('tells of its own trouble past the router', () => {
    const mail = Object.keys(template.findResources('AWS::SNS::Topic')).find((id) => id.startsWith('Mail'))
    const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm'))
    expect(alarms).toHaveLength(3)
    for (const { Properties } of alarms) {
      expect(Properties.AlarmActions).toEqual([{ Ref: mail }])
      expect(Properties.OKActions).toEqual([{ Ref: mail }])
      expect(Properties.AlarmDescription).toMatch(/\nrunbook: docs\/runbooks\/alert-/)
    }
  })

  test('keeps logs for as long as the stage says', () => {
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 90 })
  })
})
