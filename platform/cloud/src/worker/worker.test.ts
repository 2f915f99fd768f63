import { cloud, jobFamilies, queueSetting } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { stages } from '../stages.ts'
import { resourcesOf, synthesized, templateOf } from '../testing.ts'
import { jobsWaitForAVersion } from './until-a-version.ts'

const workerOf = (name: string) => templateOf(synthesized(name), 'worker')

/** Each environment of the worker tier with a way to its options. */
const environmentsOf = (name: string) =>
  resourcesOf(workerOf(name), 'AWS::ElasticBeanstalk::Environment').map(({ id, Properties = {} }) => {
    const settings = Properties['OptionSettings'] as { Namespace: string; OptionName: string; Value: unknown }[]
    const option = (namespace: string, option: string) =>
      settings.find((each) => each.Namespace === namespace && each.OptionName === option)?.Value
    return {
      id,
      tier: Properties['Tier'],
      option,
      setting: (setting: string) => option('aws:elasticbeanstalk:application:environment', setting),
    }
  })

describe.each(stages)('the workers of $name', ({ name, workers }) => {
  test('are environments of the worker tier, one for each queue', () => {
    const environments = environmentsOf(name)
    expect(environments).toHaveLength(workers.length)
    const queues = environments.map(({ option }) =>
      JSON.stringify(option('aws:elasticbeanstalk:sqsd', 'WorkerQueueURL')),
    )
    expect(new Set(queues).size).toBe(workers.length)
    for (const { tier } of environments) expect(tier).toEqual({ Name: 'Worker', Type: 'SQS/HTTP' })
  })

  test('are fed where and as the program listens', () => {
    for (const { option } of environmentsOf(name)) {
      const daemon = (key: string) => option('aws:elasticbeanstalk:sqsd', key)
      expect(daemon('HttpPath')).toBe(cloud.paths.jobs)
      expect(Number(daemon('InactivityTimeout'))).toBeGreaterThan(cloud.job.proxyRead)
      expect(Number(daemon('VisibilityTimeout'))).toBeGreaterThan(Number(daemon('InactivityTimeout')))
      expect(daemon('MaxRetries')).toBe(String(cloud.daemon.maxReceives))
    }
  })

  test('keep jobs away from what runs before the first version', () => {
    for (const { option } of environmentsOf(name)) {
      for (const [namespace, options] of Object.entries(jobsWaitForAVersion))
        for (const [key, value] of Object.entries(options)) expect(option(namespace, key)).toBe(value)
    }
  })

  test('start schedules in one environment only', () => {
    const periodic = environmentsOf(name).map(({ setting }) => setting('BATON_PERIODIC'))
    expect(periodic.filter((value) => value === 'on')).toHaveLength(1)
    expect(periodic.filter((value) => value === 'off')).toHaveLength(workers.length - 1)
  })

  test('know the queue of every family, so that each can hand jobs on', () => {
    for (const { setting } of environmentsOf(name)) {
      for (const family of jobFamilies) expect(setting(queueSetting(family)), family).toBeDefined()
    }
  })

  test('grow by the age of what waits where they may grow', () => {
    const scaled = workers.filter(({ size }) => size.kind === 'scaled').length
    expect(resourcesOf(workerOf(name), 'AWS::AutoScaling::ScalingPolicy')).toHaveLength(scaled * 2)
    for (const { option } of environmentsOf(name).filter(
      ({ option }) => option('aws:autoscaling:asg', 'MaxSize') === '1',
    ))
      expect(option('aws:elasticbeanstalk:command', 'DeploymentPolicy')).toBe('AllAtOnce')
  })
})
