import type { Stack } from 'aws-cdk-lib'
import { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { PermissionsBoundary, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Bucket } from 'aws-cdk-lib/aws-s3'
import { describe, expect, test } from 'vitest'
import type { Stage } from '../stages.ts'
import { onlyOf, resourcesOf, stageOf, synthesizedAlone, templateOf } from '../testing.ts'
import type { Synthesized, Template } from '../synth.ts'
import { Access } from './access.ts'
import { Boundary } from './boundary.ts'
import { subjectOf } from './delivery-trust.ts'

const made = new Map<string, Synthesized>()

function access(name: string, change: Partial<Stage> = {}, region?: string): Synthesized {
  const stage = { ...stageOf(name), ...change }
  const key = JSON.stringify([stage, region])
  const synthesized =
    made.get(key) ??
    synthesizedAlone(
      stage,
      (stack) => {
        const place = { ...stage.places[0]!, region: stack.region }
        PermissionsBoundary.of(stack).apply(new Boundary(stack, 'Boundary', { stage, place }).policy)
        new Role(stack, 'Forgetful', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') })
        new Access(stack, 'Access', {
          stage,
          place,
          api: { applicationName: 'Baton', environmentName: 'Api' },
          worker: { environments: new Map([['mail', { environmentName: 'Mail' }]]) },
          web: { bucket: new Bucket(stack, 'Web'), distribution: distribution(stack) },
        })
      },
      region,
    )
  made.set(key, synthesized)
  return synthesized
}

const distribution = (stack: Stack) =>
  Distribution.fromDistributionAttributes(stack, 'Distribution', { domainName: 'd.example', distributionId: 'E123' })

interface Statement {
  Sid?: string
  Effect: string
  Action?: string | string[]
  NotAction?: string[]
  Resource?: unknown
  Condition?: Record<string, Record<string, unknown>>
}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [value])

function role(template: Template, id: string) {
  const found = resourcesOf(template, 'AWS::IAM::Role').find((each) => each.id.startsWith(id))!
  const policies = found.Properties!['Policies'] as { PolicyDocument: { Statement: Statement[] } }[]
  const trust = found.Properties!['AssumeRolePolicyDocument'] as { Statement: Statement[] }
  return { statements: policies.flatMap((each) => each.PolicyDocument.Statement), trust: trust.Statement }
}

describe('delivery', () => {
  const roles = [
    ['staging', 'ApplicationDelivery', 'ref:refs/heads/main'],
    ['staging', 'Planning', 'environment:staging-plan'],
    ['production', 'ApplicationDelivery', 'environment:production'],
    ['production', 'InfrastructureDelivery', 'environment:production-infrastructure'],
  ] as const

  test.each(roles)('of %s: %s is taken by one job of one repository, said to the letter', (name, id, job) => {
    const { trust } = role(templateOf(access(name), 'access'), id)
    expect(trust).toHaveLength(1)
    expect(trust[0]).toMatchObject({ Action: 'sts:AssumeRoleWithWebIdentity' })
    expect(trust[0]?.Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': `repo:baton@1/baton@1:${job}`,
      },
    })
  })

  test('knows owner and repository by their numbers', () => {
    const delivery = { ...stageOf('staging').delivery, owner: 'octocat', ownerId: 123456, repositoryId: 456789 }
    expect(subjectOf({ ...stageOf('staging'), delivery }, { branch: 'main' })).toBe(
      'repo:octocat@123456/baton@456789:ref:refs/heads/main',
    )
  })

  test('of the application reaches its own environments, bundles and files only', () => {
    const { statements } = role(templateOf(access('production'), 'access'), 'ApplicationDelivery')
    for (const { Action, Resource } of statements.filter((each) => listOf(each.Resource).includes('*'))) {
      expect(listOf(Action).every((action) => /:(?:Describe|PutMetricData)/.test(String(action)))).toBe(true)
      expect(Resource).toBe('*')
    }
    const actions = statements.flatMap(({ Action }) => listOf(Action)).join(' ')
    expect(actions).not.toMatch(/iam:|Delete|Terminate(?!InstanceInAutoScalingGroup)|kms:|secretsmanager:/)
  })

  test('of the infrastructure has no right but to take the roles of the bootstrap', () => {
    const { statements } = role(templateOf(access('production'), 'access'), 'InfrastructureDelivery')
    expect(statements).toHaveLength(1)
    expect(statements[0]).toMatchObject({ Action: 'sts:AssumeRole' })
    for (const resource of listOf(statements[0]?.Resource))
      expect(JSON.stringify(resource)).toContain('role/cdk-hnb659fds-')
  })

  // The certificate of the distribution is made in us-east-1, and one command deploys all places.
  test('of the infrastructure reaches the bootstrap of every region it deploys to', () => {
    const [first] = stageOf('production').places
    const places = [first!, { ...first!, region: 'ap-southeast-2', domain: 'au.baton.example' }]
    const { statements } = role(templateOf(access('production', { places }), 'access'), 'InfrastructureDelivery')
    const roles = listOf(statements[0]?.Resource).map((resource) => JSON.stringify(resource))
    for (const region of ['eu-central-1', 'ap-southeast-2', 'us-east-1'])
      for (const purpose of ['deploy', 'file-publishing'])
        expect(
          roles.filter((each) => each.includes(`fds-${purpose}-role-`) && each.includes(`-${region}"`)),
        ).toHaveLength(1)
  })

  test('makes the provider of tokens where the stage says so, and leaves it to other stages', () => {
    const providers = (name: string) => resourcesOf(templateOf(access(name), 'access'), 'AWS::IAM::OIDCProvider')
    expect(providers('staging').map(({ DeletionPolicy }) => DeletionPolicy)).toEqual(['Retain'])
    expect(providers('production')).toEqual([])
  })
})

describe('the boundary', () => {
  const boundary = (name: string) =>
    (
      onlyOf(templateOf(access(name), 'boundary'), 'AWS::IAM::ManagedPolicy')['PolicyDocument'] as {
        Statement: Statement[]
      }
    ).Statement
  const denied = (name: string, sid: string) => boundary(name).find((each) => each.Sid === sid)!

  test('is on every role, also on those whose part did not think of it', () => {
    for (const template of access('staging').templates.values()) {
      for (const { id, Properties } of resourcesOf(template, 'AWS::IAM::Role')) {
        expect(Properties, id).toHaveProperty('PermissionsBoundary')
      }
    }
  })

  test('lets no role make rights, remove traces, or read secrets of another stage', () => {
    expect(denied('staging', 'NoRightsMade').Action).toEqual(expect.arrayContaining(['iam:Attach*', 'iam:Put*']))
    expect(denied('staging', 'NoTraceRemoved').Action).toEqual(
      expect.arrayContaining(['cloudtrail:StopLogging', 'logs:DeleteLogGroup']),
    )
    expect(denied('staging', 'OwnSecretsOnly')).toMatchObject({
      Effect: 'Deny',
      Condition: { StringNotEquals: { 'aws:ResourceTag/baton:stage': 'staging' } },
    })
  })

  test('keeps roles in the regions of their stage', () => {
    expect(denied('production', 'HomeRegionsOnly').Condition).toEqual({
      StringNotEquals: { 'aws:RequestedRegion': ['eu-central-1', 'us-east-1'] },
    })
  })

  test('fits into a policy of IAM', () => {
    expect(JSON.stringify(boundary('production')).replaceAll(/\s/g, '').length).toBeLessThan(6144)
  })
})

describe('the budget', () => {
  test('tells people at 80 % and when the month will pass it', () => {
    expect(onlyOf(templateOf(access('production'), 'access'), 'AWS::Budgets::Budget')).toMatchObject({
      Budget: {
        BudgetLimit: { Amount: 2500, Unit: 'USD' },
        CostFilters: { TagKeyValue: ['user:baton:stage$production'] },
      },
      NotificationsWithSubscribers: [
        { Notification: { NotificationType: 'ACTUAL', Threshold: 80 } },
        { Notification: { NotificationType: 'FORECASTED', Threshold: 100 } },
      ],
    })
  })

  test('is one for all regions of a stage', () => {
    const second = templateOf(access('production', {}, 'us-west-2'), 'access')
    expect(resourcesOf(second, 'AWS::Budgets::Budget')).toEqual([])
    expect(resourcesOf(second, 'AWS::IAM::Role')).toHaveLength(3)
  })
})
