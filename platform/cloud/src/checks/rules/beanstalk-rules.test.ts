import { cloud } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { beanstalk } from './beanstalk.ts'
import { sqsdTimes } from './sqsd.ts'
import { environment, basics, follows, launch, make, option, production, says } from './test/cases.ts'

describe('environments of Beanstalk', () => {
  follows(beanstalk, [
    ['one as it should be', { e: environment({}, [option('aws:elbv2:listener:443', 'SSLPolicy', 'x')]) }],
    [
      'a namespace that is none',
      { e: environment({}, [option('aws:autoscaling:asq', 'MinSize', '1')]) },
      'no namespace aws:autoscaling:asq',
    ],
    [
      'an option that is none',
      { e: environment({}, [option('aws:autoscaling:asg', 'MinimumSize', '1')]) },
      'has no option MinimumSize',
    ],
    ['an option twice', { e: environment({}, [option(launch, 'IamInstanceProfile', 'q')]) }, 'is set twice'],
    [
      'a tier of the wrong type',
      { e: environment({ Tier: { Name: 'Worker', Type: 'Standard' } }) },
      'The tier Worker of type Standard',
    ],
    ['a solution stack', { e: environment({ SolutionStackName: '64bit Amazon Linux' }) }, 'makes a new environment'],
    ['a version', { e: environment({ VersionLabel: '1' }) }, 'belongs to delivery'],
    ['no platform', { e: environment({ PlatformArn: undefined }) }, 'not pinned'],
    ['requests without a token', { e: environment({ OptionSettings: basics.slice(1) }) }, 'without a token'],
  ])

  test.each([
    ['2027-03-01', false],
    ['2027-02-01', true],
    ['2026-01-01', true],
  ])('on a platform that retires on %s are told in time: %s', (retires, told) => {
    const stage = { ...production, platform: { ...production.platform, retires } }
    expect(says(beanstalk, { e: environment({}) }, { stage }).some((each) => each.includes('retire'))).toBe(told)
  })
})

describe('times of the queue’s daemon', () => {
  const sqsd = (changed: Record<string, unknown> = {}) =>
    Object.entries({
      WorkerQueueURL: { Ref: 'queue' },
      InactivityTimeout: cloud.job.inactivity,
      VisibilityTimeout: cloud.job.visibility,
      ErrorVisibilityTimeout: cloud.daemon.errorVisibility,
      ConnectTimeout: cloud.daemon.connect,
      MaxRetries: cloud.daemon.maxReceives,
      RetentionPeriod: cloud.daemon.retention,
      ...changed,
    }).map(([name, value]) =>
      option('aws:elasticbeanstalk:sqsd', name, typeof value === 'number' ? String(value) : value),
    )
  const worker = (changed?: Record<string, unknown>) =>
    environment({ Tier: { Name: 'Worker', Type: 'SQS/HTTP' } }, sqsd(changed))
  const queue = (changed: Record<string, unknown> = {}) =>
    make('AWS::SQS::Queue', {
      VisibilityTimeout: cloud.job.visibility,
      MessageRetentionPeriod: cloud.daemon.retention,
      RedrivePolicy: { maxReceiveCount: cloud.daemon.maxReceives },
      ...changed,
    })
  follows(sqsdTimes, [
    ['as the programs reckon', { e: worker(), queue: queue() }],
    ['the daemon gives up after the queue', { e: worker({ InactivityTimeout: 299 }), queue: queue() }, 'not in order'],
    [
      'another time than the programs reckon with',
      { e: worker({ ErrorVisibilityTimeout: 2 }), queue: queue() },
      'ErrorVisibilityTimeout is 2',
    ],
    [
      'the queue shows messages earlier',
      { e: worker(), queue: queue({ VisibilityTimeout: 30 }) },
      'Its VisibilityTimeout is 30',
    ],
    [
      'the queue gives up earlier',
      { e: worker(), queue: queue({ RedrivePolicy: { maxReceiveCount: 3 } }) },
      'gives up after 3 tries',
    ],
    ['no dead letters', { e: worker(), queue: queue({ RedrivePolicy: undefined }) }, 'gives up after NaN tries'],
    [
      'the daemon deletes what the queue keeps',
      { e: worker({ RetentionPeriod: 345600 }), queue: queue() },
      'deletes messages',
    ],
    ['a queue of Beanstalk', { e: worker({ WorkerQueueURL: undefined }), queue: queue() }, 'no queue of ours'],
  ])
})
