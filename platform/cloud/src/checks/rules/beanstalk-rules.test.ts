import { cloud } from '@baton/runtime'
import { describe, expect, test } from 'vitest'
import { beanstalk } from './beanstalk.ts'
import { beanstalkValues } from './beanstalk-values.ts'
import { platformAge } from './platform-age.ts'
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
    [
      'a group that Beanstalk makes',
      { e: environment({ OptionSettings: basics.toSpliced(1, 1) }) },
      'lets the balancer and SSH in',
    ],
    [
      'instances that may do what nobody said',
      { e: environment({ OptionSettings: basics.slice(0, 2) }) },
      'no instance profile',
    ],
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

describe('the version of the platform', () => {
  const told = (readOn: string) =>
    says(platformAge, {}, { stage: { ...production, platform: { ...production.platform, readOn } } })

  test('is worth a look when it was looked up more than 30 days ago', () => {
    expect(told('2026-10-01').join()).toContain('was the newest 52 days ago')
  })
  test('is not while AWS takes it from who has used it', () => {
    expect(told('2026-10-23')).toEqual([])
  })
})

describe('what environments say', () => {
  const listenerRule = 'aws:elbv2:listenerrule:api'
  const shared = (changed: Record<string, string | undefined> = {}) =>
    environment(
      {},
      Object.entries({
        'aws:elasticbeanstalk:environment LoadBalancerIsShared': 'true',
        'aws:elbv2:loadbalancer SecurityGroups': 'sg',
        'aws:elbv2:listener:443 Rules': 'api',
        [`${listenerRule} HostHeaders`]: 'origin.baton.example',
        [`${listenerRule} PathPatterns`]: '/api/*,/healthz,/readyz',
        ...changed,
      }).flatMap(([place, value]) => {
        const [namespace = '', name = ''] = place.split(' ')
        return value === undefined ? [] : [option(namespace, name, value)]
      }),
    )
  const set = (name: string, value: unknown) =>
    environment({}, [option('aws:elasticbeanstalk:application:environment', name, value)])
  follows(beanstalkValues, [
    ['of a balancer that is shared', { e: shared() }],
    [
      'no groups of it',
      { e: shared({ 'aws:elbv2:loadbalancer SecurityGroups': undefined }) },
      'a group of its own on the balancer',
    ],
    [
      'no host it is asked by',
      { e: shared({ [`${listenerRule} HostHeaders`]: undefined }) },
      'Only requests by the name that Beanstalk gives',
    ],
    [
      'more conditions than a rule takes',
      { e: shared({ [`${listenerRule} PathPatterns`]: '/api/*,/healthz,/readyz,/more' }) },
      '6 hosts and paths',
    ],
    [
      'of listeners that are not Beanstalk’s',
      { e: shared({ 'aws:elbv2:listener:443 ListenerEnabled': 'true' }) },
      'ListenerEnabled is not Beanstalk',
    ],
    [
      'of a balancer that a worker lacks',
      {
        e: environment({ Tier: { Name: 'Worker', Type: 'SQS/HTTP' } }, [
          option('aws:elasticbeanstalk:environment:process:default', 'HealthCheckPath', '/readyz'),
        ]),
      },
      'A worker has no balancer',
    ],
    ['to the program, plainly', { e: set('MAIL_FROM', 'no-reply@baton.example') }],
    ['to the program, in angle brackets', { e: set('MAIL_FROM', 'Baton <no-reply@baton.example>') }, 'holds < >'],
    ['to the program, by a name known later', { e: set('QUEUE', { Ref: 'queue' }) }],
    ['to the program, at length', { e: set('TEXT', 'x'.repeat(257)) }, '257 characters'],
    [
      'to the program, all in all too much',
      {
        e: environment(
          {},
          Array.from({ length: 20 }, (_, index) =>
            option('aws:elasticbeanstalk:application:environment', `TEXT_${index}`, 'x'.repeat(250)),
          ),
        ),
      },
      'bytes; Beanstalk takes 4096',
    ],
  ])
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
