import { cloud } from '@baton/runtime'
import { listOf } from '../../reach/keys.ts'
import { optionsOf } from '../../reach/read-hosts.ts'
import type { Finding } from '../finding.ts'
import { fault, type Rule } from '../rule.ts'

const id = 'sqsd-times'
const namespace = 'aws:elasticbeanstalk:sqsd'

/** Whoever gives up first must be the one who knows most: program, proxy, daemon, queue. */
export const sqsdTimes: Rule = ({ linked }) =>
  linked.of('AWS::ElasticBeanstalk::Environment').flatMap((placed): Finding[] => {
    if ((placed.properties['Tier'] as Record<string, unknown> | undefined)?.['Name'] !== 'Worker') return []
    const option = optionsOf(placed.properties)
    const number = (name: string) => Number(option(namespace, name))
    const wanted = {
      InactivityTimeout: cloud.job.inactivity,
      VisibilityTimeout: cloud.job.visibility,
      ErrorVisibilityTimeout: cloud.daemon.errorVisibility,
      ConnectTimeout: cloud.daemon.connect,
      MaxRetries: cloud.daemon.maxReceives,
    }
    const wrong = Object.entries(wanted)
      .filter(([name, value]) => number(name) !== value)
      .map(([name, value]) =>
        fault(
          id,
          placed,
          `${name} is ${String(option(namespace, name))}, the programs reckon with ${value}`,
          `Take it from cloud in @baton/runtime.`,
          `OptionSettings.${name}`,
        ),
      )
    const { handler, proxyRead } = cloud.job
    const steps = [handler, proxyRead, number('InactivityTimeout'), number('VisibilityTimeout')]
    const disorder = steps.some((step, index) => index > 0 && !(step > steps[index - 1]!))
    const queue = linked.at(listOf(option(namespace, 'WorkerQueueURL'))[0])
    const queueFaults: Finding[] = []
    if (queue?.type !== 'AWS::SQS::Queue') {
      queueFaults.push(
        fault(
          id,
          placed,
          'It has no queue of ours, so Beanstalk would make one',
          'Set WorkerQueueURL.',
          'OptionSettings.WorkerQueueURL',
        ),
      )
    } else {
      const { VisibilityTimeout, RedrivePolicy, MessageRetentionPeriod } = queue.properties
      if (Number(VisibilityTimeout) !== number('VisibilityTimeout')) {
        queueFaults.push(
          fault(
            id,
            queue,
            `Its VisibilityTimeout is ${String(VisibilityTimeout)}, its daemon's is ${number('VisibilityTimeout')}`,
            'Make both the same.',
            'VisibilityTimeout',
          ),
        )
      }
      const receives = Number((RedrivePolicy as Record<string, unknown> | undefined)?.['maxReceiveCount'])
      if (receives !== number('MaxRetries')) {
        queueFaults.push(
          fault(
            id,
            queue,
            `It gives up after ${receives} tries, its daemon after ${number('MaxRetries')}`,
            'Set maxReceiveCount to MaxRetries.',
            'RedrivePolicy',
          ),
        )
      }
      const retention = Number(option(namespace, 'RetentionPeriod') ?? MessageRetentionPeriod)
      if (retention < Number(MessageRetentionPeriod ?? 345_600)) {
        queueFaults.push(
          fault(
            id,
            placed,
            'The daemon deletes messages that the queue still keeps',
            'Set RetentionPeriod to that of the queue.',
            'OptionSettings.RetentionPeriod',
          ),
        )
      }
    }
    return [
      ...wrong,
      ...(disorder
        ? [
            fault(
              id,
              placed,
              `Times are not in order: ${steps.join(' < ')}`,
              'handler < proxy < InactivityTimeout < VisibilityTimeout.',
            ),
          ]
        : []),
      ...queueFaults,
    ]
  })
