import { describe, expect, test } from 'vitest'
import type { Resource, Template } from '../synth.ts'
import { stages, type Stage } from '../stages.ts'
import { estimate, hoursOfMonth } from './estimate.ts'
import { priceNames, pricesOf, type Prices } from './prices.ts'
import { singleServers } from './single-servers.ts'
import { usageOf } from './usage.ts'

const prices = pricesOf('eu-central-1')!
const [staging, production] = stages as [Stage, Stage]
const idle = usageOf(production, 'idle')

const costOf = (Resources: Record<string, Resource>, usage = idle, at: Prices = prices) => {
  const withThem = estimate(new Map<string, Template>([['part', { Resources }]]), at, usage)
  const without = estimate(new Map(), at, usage)
  return { usd: withThem.totalUsd - without.totalUsd, ...withThem }
}

const environment = (options: Record<string, string>, worker = false): Record<string, Resource> => ({
  Environment: {
    Type: 'AWS::ElasticBeanstalk::Environment',
    Properties: {
      ...(worker && { Tier: { Name: 'Worker', Type: 'SQS/HTTP' } }),
      OptionSettings: Object.entries(options).map(([name, Value]) => {
        const [Namespace, OptionName] = name.split(' ')
        return { Namespace, OptionName, Value }
      }),
    },
  },
})

describe('an estimate', () => {
  test('counts instances by their type, number and hours, with their volumes', () => {
    const { usd } = costOf(
      environment({ 'aws:ec2:instances InstanceTypes': 't4g.small', 'aws:autoscaling:asg MinSize': '2' }),
    )
    expect(usd).toBeCloseTo(2 * hoursOfMonth * prices.instanceHour['t4g.small']! + 2 * 8 * prices.each.volumeGbMonth)
  })

  test('lets instances that sleep at night cost the hours in which they run', () => {
    const always = { 'aws:ec2:instances InstanceTypes': 't4g.small', 'aws:autoscaling:asg MinSize': '1' }
    const sleeping = { ...always, 'aws:autoscaling:scheduledaction MinSize': '0' }
    const usage = usageOf(staging, 'idle')
    expect(usage.awake).toBeCloseTo((5 * 13) / (7 * 24))
    expect(costOf(environment(sleeping), usage).usd).toBeCloseTo(costOf(environment(always), usage).usd * usage.awake)
  })

  test('lets a group that a schedule puts to bed cost its waking hours', () => {
    const group: Record<string, Resource> = {
      Launch: { Type: 'AWS::EC2::LaunchTemplate', Properties: { LaunchTemplateData: { InstanceType: 't4g.nano' } } },
      Group: {
        Type: 'AWS::AutoScaling::AutoScalingGroup',
        Properties: { MinSize: '1', LaunchTemplate: { LaunchTemplateId: { Ref: 'Launch' } } },
      },
    }
    const bed: Record<string, Resource> = {
      Bed: {
        Type: 'AWS::AutoScaling::ScheduledAction',
        Properties: { AutoScalingGroupName: { Ref: 'Group' }, MinSize: 0 },
      },
    }
    const usage = usageOf(staging, 'idle')
    expect(costOf({ ...group, ...bed }, usage).usd).toBeCloseTo(costOf(group, usage).usd * usage.awake)
  })

  test('counts a database in two zones twice', () => {
    const database = (MultiAZ: boolean): Record<string, Resource> => ({
      Database: {
        Type: 'AWS::RDS::DBInstance',
        Properties: { DBInstanceClass: 'db.m7g.large', MultiAZ, AllocatedStorage: '100' },
      },
    })
    expect(costOf(database(true)).usd).toBeCloseTo(costOf(database(false)).usd * 2)
  })

  test('lets an idle serverless database that may pause cost its storage only', () => {
    const cluster = (MinCapacity: number): Record<string, Resource> => ({
      Cluster: {
        Type: 'AWS::RDS::DBCluster',
        Properties: { ServerlessV2ScalingConfiguration: { MinCapacity, MaxCapacity: 8 } },
      },
      Writer: { Type: 'AWS::RDS::DBInstance', Properties: { DBInstanceClass: 'db.serverless' } },
    })
    expect(costOf(cluster(0)).usd).toBeCloseTo(idle.databaseGb * prices.each.auroraStorageGbMonth)
    expect(costOf(cluster(1)).usd - costOf(cluster(0)).usd).toBeCloseTo(
      hoursOfMonth * prices.each.auroraCapacityUnitHour,
    )
  })

  test('counts numbers of our own: those an environment tells beyond its health, and each that an alarm looks at', () => {
    const told = {
      CloudWatchMetrics: { Environment: { InstancesOk: 60, InstancesSevere: 60 }, Instance: { CPUUser: 60 } },
    }
    const bare = { 'aws:ec2:instances InstanceTypes': 't4g.small', 'aws:autoscaling:asg MinSize': '1' }
    const telling = { ...bare, 'aws:elasticbeanstalk:healthreporting:system ConfigDocument': JSON.stringify(told) }
    expect(costOf(environment(telling)).usd - costOf(environment(bare)).usd).toBeCloseTo(3 * prices.each.metricMonth)
    const alarm = (...Metrics: object[]): Record<string, Resource> => ({
      Alarm: { Type: 'AWS::CloudWatch::Alarm', Properties: { ...(Metrics.length > 0 && { Metrics }) } },
    })
    expect(costOf(alarm()).usd).toBeCloseTo(prices.each.alarmMonth)
    const series = { MetricStat: {} }
    expect(costOf(alarm({ Expression: 'a / b' }, series, series)).usd).toBeCloseTo(2 * prices.each.alarmMonth)
  })

  test('counts a function that is called each minute, in the hours in which it is', () => {
    const rule = (ScheduleExpression: string): Record<string, Resource> => ({
      Rule: { Type: 'AWS::Events::Rule', Properties: { ScheduleExpression } },
    })
    const usage = usageOf(staging, 'idle')
    const always = costOf(rule('rate(1 minute)'), usage).usd
    expect(always).toBeGreaterThan(0.01)
    expect(costOf(rule('cron(* 7-18 ? * MON *)'), usage).usd).toBeCloseTo(always * usage.awake)
    expect(costOf(rule('rate(1 day)'), usage).usd).toBe(0)
  })

  test('names what it has no price for, and counts it as nothing', () => {
    const { usd, unpriced } = costOf({ Cluster: { Type: 'AWS::EKS::Cluster' }, Role: { Type: 'AWS::IAM::Role' } })
    expect(usd).toBe(0)
    expect(unpriced).toEqual(['AWS::EKS::Cluster'])
  })

  test('refuses an instance that the price file does not list, and says where to add it', () => {
    expect(() => costOf(environment({ 'aws:ec2:instances InstanceTypes': 'x9z.huge' }))).toThrow(
      /no price for x9z\.huge in eu-central-1.*platform\/cloud\/prices/s,
    )
  })

  test('grows with use', () => {
    const [quiet, busy] = (['idle', 'usual'] as const).map((load) =>
      estimate(new Map(), prices, usageOf(production, load)),
    )
    expect(busy!.totalUsd).toBeGreaterThan(quiet!.totalUsd * 10)
  })
})

describe('the price file', () => {
  test.each(['us-east-1', 'eu-central-1', 'ap-southeast-2'])(
    'lists every price in %s with its date and source',
    (region) => {
      const { readAt, source, each } = pricesOf(region)!
      expect(readAt).toMatch(/^\d{4}-\d\d-\d\d$/)
      expect(source).not.toBe('')
      expect(Object.keys(each).sort()).toEqual([...priceNames].sort())
      for (const price of Object.values(each)) expect(price).toBeGreaterThan(0)
    },
  )
  test('knows nothing of other regions', () => {
    expect(pricesOf('mars-north-1')).toBeUndefined()
  })
})

test.each(stages)('the servers that stand for $name are all priced', (stage) => {
  const lines = singleServers(stage, prices, usageOf(stage, 'usual'))
  expect(lines.length).toBeGreaterThan(8)
  for (const { usd } of lines) expect(usd).toBeGreaterThan(0)
})
