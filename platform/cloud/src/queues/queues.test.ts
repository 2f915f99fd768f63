import { Stack } from 'aws-cdk-lib'
import { Topic } from 'aws-cdk-lib/aws-sns'
import { cloud } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { resourcesOf, stageOf, synthesized, templateOf, withApp } from '../testing.ts'
import { Queues } from './queues.ts'

describe.each(stages)('the queues of $name', ({ name, workers, critical }) => {
  const template = templateOf(synthesized(name), 'queues')
  const all = resourcesOf(template, 'AWS::SQS::Queue')
  const queues = all.filter(({ Properties }) => Properties?.['RedrivePolicy'])
  const deadLetters = all.filter((queue) => !queues.includes(queue))
  const alarms = resourcesOf(template, 'AWS::CloudWatch::Alarm')

  test('are one for each worker, each with dead letters of its own', () => {
    expect(queues).toHaveLength(workers.length)
    expect(deadLetters).toHaveLength(workers.length)
    const targets = queues.map(({ Properties }) => {
      const redrive = Properties?.['RedrivePolicy'] as { deadLetterTargetArn: unknown; maxReceiveCount: number }
      expect(redrive.maxReceiveCount).toBe(cloud.daemon.maxReceives)
      return redrive.deadLetterTargetArn
    })
    expect(targets.map((target) => (target as { 'Fn::GetAtt': string[] })['Fn::GetAtt'][0]).toSorted()).toEqual(
      deadLetters.map(({ id }) => id).toSorted(),
    )
  })

  test('are encrypted, keep everything for two weeks, and production’s stay when the stack goes', () => {
    for (const { Properties, DeletionPolicy } of all) {
      expect(Properties).toMatchObject({
        SqsManagedSseEnabled: true,
        MessageRetentionPeriod: cloud.daemon.retention,
      })
      expect(DeletionPolicy).toBe(critical ? 'Retain' : 'Delete')
    }
    expect(cloud.daemon.retention).toBe(14 * 24 * 60 * 60)
  })

  test('show a message again only after the daemon has given up on it', () => {
    for (const { Properties } of queues) {
      expect(Properties?.['VisibilityTimeout']).toBe(cloud.job.visibility)
      expect(Properties?.['VisibilityTimeout']).toBeGreaterThan(cloud.job.inactivity)
    }
  })

  test('refuse whoever speaks without TLS, and let nobody in by their policy', () => {
    const statements = resourcesOf(template, 'AWS::SQS::QueuePolicy').flatMap(
      ({ Properties }) =>
        (Properties!['PolicyDocument'] as { Statement: { Effect: string; Condition: unknown }[] }).Statement,
    )
    expect(statements).toHaveLength(all.length)
    for (const { Effect, Condition } of statements) {
      expect(Effect).toBe('Deny')
      expect(Condition).toEqual({ Bool: { 'aws:SecureTransport': 'false' } })
    }
  })

  test('are watched for age, dead letters and growth', () => {
    const metrics = (metric: string) => alarms.filter(({ Properties }) => Properties?.['MetricName'] === metric)
    expect(metrics('ApproximateAgeOfOldestMessage')).toHaveLength(workers.length)
    expect(metrics('ApproximateNumberOfMessagesVisible')).toHaveLength(workers.length * 2)
  })
})

test('a family of jobs that no worker does is a mistake told when the template is made', () => {
  const staging = stageOf('staging')
  const stage = { ...staging, workers: [{ ...staging.workers[0]!, families: ['mail' as const] }] }
  withApp((app) => {
    const stack = new Stack(app, 'baton-staging')
    const topic = new Topic(stack, 'Topic')
    const topics = { critical: topic, warning: topic, info: topic }
    const queues = new Queues(stack, 'Queues', { stage, place: stage.places[0]!, topics })
    expect(queues.ofFamily('mail')).toBe(queues.of.get('all')?.queue)
    expect(() => queues.ofFamily('webhooks')).toThrow('No worker of staging does webhooks.')
  })
})
