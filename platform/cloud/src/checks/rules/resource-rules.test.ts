import { describe, expect, test } from 'vitest'
import { stageOf } from '../../testing.ts'
import { alarmsHaveRunbooks } from './alarms.ts'
import { leastPrivilege } from './iam.ts'
import { noFixedNames } from './names.ts'
import { noPlainSecrets } from './secrets.ts'
import { templateSize } from './size.ts'
import { stateIsKept } from './state.ts'
import { tagged } from './tags.ts'
import { environment, follows, make, option, says, type Case } from './test/cases.ts'

describe('state of a critical stage', () => {
  const keep = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }
  follows(stateIsKept, [
    [
      'is kept',
      {
        a: make('AWS::S3::Bucket', {}, keep),
        b: make('AWS::RDS::DBInstance', {}, { DeletionPolicy: 'Snapshot', UpdateReplacePolicy: 'Snapshot' }),
      },
    ],
    [
      'goes with its stack',
      { a: make('AWS::RDS::DBInstance', {}, { ...keep, DeletionPolicy: 'Delete' }) },
      'DeletionPolicy is Delete',
    ],
    [
      'goes when it is replaced',
      { a: make('AWS::SQS::Queue', {}, { DeletionPolicy: 'Retain' }) },
      'UpdateReplacePolicy is absent',
    ],
  ])

  test('may go in others', () =>
    expect(says(stateIsKept, { a: make('AWS::S3::Bucket') }, { stage: stageOf('staging') })).toEqual([]))
})

describe('permissions', () => {
  const PermissionsBoundary = 'arn:aws:iam::aws:policy/boundary'
  const policy = (statement: Record<string, unknown>) =>
    make('AWS::IAM::Policy', { PolicyDocument: { Statement: [{ Effect: 'Allow', ...statement }] } })
  const trusts = (sub: string, operator = 'StringEquals') =>
    make('AWS::IAM::Role', {
      PermissionsBoundary,
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: 'x' },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              [operator]: {
                'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
                'token.actions.githubusercontent.com:sub': sub,
              },
            },
          },
        ],
      },
    })
  follows(leastPrivilege, [
    ['one action on one thing', { a: policy({ Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }) }],
    ['an action that has no ARN', { a: policy({ Action: 'cloudwatch:PutMetricData', Resource: '*' }) }],
    ['everything of a service', { a: policy({ Action: 's3:*', Resource: 'arn:aws:s3:::b' }) }, 'It allows s3:*'],
    ['everything', { a: policy({ Action: '*', Resource: 'arn:x' }) }, 'It allows *'],
    [
      'an action on everything',
      { a: policy({ Action: ['s3:GetObject'], Resource: '*' }) },
      's3:GetObject on everything',
    ],
    ['everything but', { a: policy({ NotAction: 'iam:*', Resource: 'arn:x' }) }, 'everything but'],
    ['every key', { a: policy({ Action: 'kms:Decrypt', Resource: '*' }) }, 'kms:Decrypt on everything'],
    ['denied is well', { a: policy({ Effect: 'Deny', Action: '*', Resource: '*' }) }],
    ['a role without boundary', { a: make('AWS::IAM::Role') }, 'no permission boundary'],
    ...[{ AWS: '*' }, '*'].map((Principal): Case => {
      const AssumeRolePolicyDocument = { Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] }
      const a = make('AWS::IAM::Role', { PermissionsBoundary, AssumeRolePolicyDocument })
      return [`a role for ${JSON.stringify(Principal)}`, { a }, 'Anybody may take this role']
    }),
    ['a branch by its numbers', { a: trusts('repo:baton@1/baton@1:ref:refs/heads/main') }],
    [
      'a branch by names',
      { a: trusts('repo:baton/baton:ref:refs/heads/main') },
      'Tokens are taken from repo:baton/baton',
    ],
    ['every branch', { a: trusts('repo:baton@1/baton@1:*') }, 'Tokens are taken from'],
    ['by pattern', { a: trusts('repo:baton@1/baton@1:ref:refs/heads/main', 'StringLike') }, 'by StringLike'],
    [
      'by a condition that nothing also meets',
      { a: trusts('repo:baton@1/baton@1:ref:refs/heads/main', 'ForAllValues:StringEquals') },
      'ForAllValues',
    ],
  ])
})

describe('secrets in plain text', () => {
  const variable = (name: string, value: unknown) => ({
    e: environment({}, [option('aws:elasticbeanstalk:application:environment', name, value)]),
  })
  follows(noPlainSecrets, [
    ['the place of a secret', variable('DATABASE_SECRET_ARN', 'arn:aws:secretsmanager:eu-central-1:1:secret:x')],
    [
      'a password',
      { a: make('AWS::RDS::DBInstance', { MasterUserPassword: 'correct horse battery' }) },
      'MasterUserPassword holds a text',
    ],
    [
      'a reference to a password',
      { a: make('AWS::RDS::DBInstance', { MasterUserPassword: '{{resolve:secretsmanager:x}}' }) },
    ],
    [
      'a mail server with its password',
      variable('SMTP_URL', 'smtps://baton:hunter22@mail.example:465'),
      'a password in it',
    ],
    [
      'a routing key',
      variable('PAGERDUTY_ROUTING_KEY', '0123456789abcdef0123456789abcdef'),
      'PAGERDUTY_ROUTING_KEY holds a text',
    ],
    ['a password that is short', variable('DATABASE_PASSWORD', 'baton'), 'DATABASE_PASSWORD holds a text'],
    ['a secret to be filled in', { a: make('AWS::SecretsManager::Secret', { SecretString: '{"SMTP_URL":""}' }) }],
    [
      'a secret that is',
      { a: make('AWS::SecretsManager::Secret', { SecretString: '{"pin":"1234"}' }) },
      'is filled in',
    ],
    ['a secret of one word', { a: make('AWS::SecretsManager::Secret', { SecretString: 'hunter2' }) }, 'is filled in'],
    ['an access key', variable('ANYTHING', ['AKIA', 'ABCDEFGHIJKLMNOP'].join('')), 'an access key of AWS'],
  ])
})

describe('alarms', () => {
  const alarm = (AlarmDescription: string, AlarmActions: unknown[] = ['arn:topic']) =>
    make('AWS::CloudWatch::Alarm', { AlarmDescription, AlarmActions })
  follows(alarmsHaveRunbooks, [
    ['without a runbook', { a: alarm('Something is wrong') }, 'names no runbook'],
    ['with one that does not exist', { a: alarm('x\nrunbook: docs/runbooks/nowhere.md') }, 'does not exist'],
    ['that tell nobody', { a: alarm('x', []) }, 'tells nobody'],
  ])
})

describe('names and tags', () => {
  follows(noFixedNames, [
    ['a name by CloudFormation', { a: make('AWS::S3::Bucket') }],
    ['a fixed name', { a: make('AWS::S3::Bucket', { BucketName: 'baton-files' }) }, 'always called baton-files'],
    ['a name of the stack', { a: make('AWS::S3::Bucket', { BucketName: { 'Fn::Sub': 'x-${AWS::StackId}' } }) }],
  ])
  follows(tagged, [
    ['tags', { a: make('AWS::SQS::Queue', { Tags: [{ Key: 'baton:stage' }, { Key: 'baton:product' }] }) }],
    ['no tags', { a: make('AWS::SQS::Queue') }, 'It lacks baton:product and baton:stage'],
  ])

  test('an export is a fixed name', () => {
    expect(says(noFixedNames, {}, { Outputs: { A: { Value: 'x', Export: { Name: 'x' } } } }).join()).toContain(
      'An export has one name',
    )
  })
})

test('a template that is too large is told before CloudFormation refuses it', () => {
  const many = Object.fromEntries(Array.from({ length: 501 }, (_, index) => [`R${index}`, make('AWS::SNS::Topic')]))
  expect(says(templateSize, many)).toEqual(['501 Resources, CloudFormation takes 500'])
  expect(says(templateSize, { a: make('AWS::SNS::Topic', { DisplayName: 'x'.repeat(1_000_000) }) }).join()).toContain(
    'bytes',
  )
})
