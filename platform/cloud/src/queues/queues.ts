import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { Queue, QueueEncryption, type IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { cloud, type JobFamily } from '@baton/runtime'
import { alarm, type AlarmTopics } from '../alarms.ts'
import { Part, type PartProps } from '../part.ts'
import type { WorkerChoice } from '../stages.ts'

export interface QueuesProps extends PartProps {
  topics: AlarmTopics
}

/** The queue of one worker environment and what it could not do. */
export interface Pair {
  queue: IQueue
  deadLetters: IQueue
}

/** Minutes after which somebody is told that the oldest job still waits, for a worker that cannot grow. */
const patienceOfSingle = 15

/** Jobs on their way to the workers: a queue and its dead letters for each worker environment. */
export class Queues extends Part {
  /** By the name of the worker environment. */
  readonly of = new Map<string, Pair>()
  readonly #topics: AlarmTopics

  constructor(scope: Construct, id: string, props: QueuesProps) {
    super(scope, id, props, 'Queues: jobs on their way to the workers, and dead letters')
    this.#topics = props.topics
    for (const worker of this.stage.workers) this.of.set(worker.name, this.#makePair(worker))
  }

  /** The queue that takes jobs of this family. */
  ofFamily(family: JobFamily): IQueue {
    const worker = this.stage.workers.find(({ families }) => families.includes(family))
    const pair = worker && this.of.get(worker.name)
    if (!pair) throw new Error(`No worker of ${this.stage.name} does ${family}.`)
    return pair.queue
  }

  #makePair(worker: WorkerChoice): Pair {
    const name = worker.name[0]!.toUpperCase() + worker.name.slice(1)
    const common = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.seconds(cloud.daemon.retention),
      removalPolicy: this.stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    }
    // Naming the one queue that may send its dead letters here would make a circle, since that queue names these.
    const deadLetters = new Queue(this, `${name}DeadLetters`, common)
    const queue = new Queue(this, `${name}Queue`, {
      ...common,
      visibilityTimeout: Duration.seconds(cloud.job.visibility),
      receiveMessageWaitTime: Duration.seconds(20),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: cloud.daemon.maxReceives },
    })
    this.#watch(name, worker, { queue, deadLetters })
    return { queue, deadLetters }
  }

  #watch(name: string, worker: WorkerChoice, { queue, deadLetters }: Pair): void {
    const { size } = worker
    const tooOld = size.kind === 'scaled' ? size.scaleOutAtAgeSeconds * 5 : patienceOfSingle * 60
    const mail = worker.families.includes('mail')
    alarm(this, `${name}WaitsTooLong`, {
      metric: queue.metricApproximateAgeOfOldestMessage({ period: Duration.minutes(1), statistic: 'Maximum' }),
      threshold: tooOld,
      breaching: 5,
      of: 5,
      severity: mail ? 'critical' : 'warning',
      says: `Jobs of ${worker.name} have waited for more than ${Math.round(tooOld / 60)} minutes: ${mail ? 'people do not get their mail' : 'others hear late of what happened'}.`,
      runbook: 'queue-waits',
      topics: this.#topics,
    })
    alarm(this, `${name}HasDeadLetters`, {
      metric: deadLetters.metricApproximateNumberOfMessagesVisible({
        period: Duration.minutes(1),
        statistic: 'Maximum',
      }),
      threshold: 0,
      breaching: 1,
      of: 1,
      severity: 'warning',
      says: `A job of ${worker.name} failed ${cloud.daemon.maxReceives} times and waits for a person.`,
      runbook: 'dead-letters',
      topics: this.#topics,
    })
    alarm(this, `${name}PilesUp`, {
      metric: queue.metricApproximateNumberOfMessagesVisible({ period: Duration.minutes(5), statistic: 'Minimum' }),
      threshold: 10_000,
      breaching: 3,
      of: 3,
      severity: 'warning',
      says: `More than 10,000 jobs of ${worker.name} have waited for a quarter of an hour.`,
      runbook: 'queue-waits',
      topics: this.#topics,
    })
  }
}
