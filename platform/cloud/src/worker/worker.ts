import { CfnEnvironment } from 'aws-cdk-lib/aws-elasticbeanstalk'
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { RemovalPolicy } from 'aws-cdk-lib'
import type { Construct } from 'constructs'
import { cloud, jobFamilies, queueSetting } from '@baton/runtime'
import { acknowledgeStars } from '../acknowledge-stars.ts'
import { alarm, type AlarmTopics } from '../alarms.ts'
import { degraded, environmentMetric } from '../api/alarms.ts'
import type { Api } from '../api/api.ts'
import { commonOptions, programSettings } from '../api/environment-options.ts'
import { merge, optionSettings, type Options } from '../api/options.ts'
import { ProgramRole } from '../api/program-role.ts'
import type { Database } from '../database/database.ts'
import type { Files } from '../files/files.ts'
import { mayPostMetrics, metricsSettings } from '../monitoring/business.ts'
import { acknowledgeAsking } from '../network/distribution-list.ts'
import type { Network } from '../network/network.ts'
import { Part, type PartProps } from '../part.ts'
import { platformArn } from '../platforms.ts'
import type { Pair, Queues } from '../queues/queues.ts'
import type { WorkerChoice } from '../stages.ts'
import { daemonOptions } from './daemon-options.ts'
import { ScaleByAge } from './scale-by-age.ts'
import { jobsWaitForAVersion } from './until-a-version.ts'

export interface WorkerProps extends PartProps {
  network: Network
  topics: AlarmTopics
  files: Files
  database: Database
  queues: Queues
  api: Api
}

/** One environment of the worker tier. */
export interface WorkerEnvironment {
  environmentName: string
  instanceRole: IRole
}

/** The worker tier: for each worker of the stage an environment that Beanstalk's daemon feeds from its queue. */
export class Worker extends Part {
  /** By the name of the worker in the stage. */
  readonly environments = new Map<string, WorkerEnvironment>()
  readonly #props: WorkerProps
  #scalingLog: LogGroup | undefined

  constructor(scope: Construct, id: string, props: WorkerProps) {
    super(scope, id, props, 'Worker: what happens in the background, fed by queues')
    this.#props = props
    for (const worker of this.stage.workers) this.environments.set(worker.name, this.#makeEnvironment(worker))
    acknowledgeAsking(this)
  }

  #makeEnvironment(worker: WorkerChoice): WorkerEnvironment {
    const { stage, place } = this
    const { network, files, database, queues, api, topics } = this.#props
    const name = worker.name[0]!.toUpperCase() + worker.name.slice(1)
    const pair = queues.of.get(worker.name)!
    const program = new ProgramRole(this, `${name}Instances`, {
      bucket: files.bucket,
      secrets: api.secrets,
      key: database.key,
    })
    this.#mayUseQueues(program, pair)
    const periodic = worker.families.includes('schedules')
    if (periodic) {
      program.role.addToPolicy(mayPostMetrics(stage))
      acknowledgeStars(program.role, [
        [/^Resource::\*$/, 'CloudWatch knows no ARN of a metric; the namespace of the stage is the bound.'],
      ])
    }
    const size = worker.size.kind === 'single' ? { min: 1, max: 1 } : worker.size
    const environment = new CfnEnvironment(this, `${name}Environment`, {
      applicationName: api.application.name,
      description: `Baton ${stage.name}: ${worker.families.join(', ')}`,
      tier: { name: 'Worker', type: 'SQS/HTTP' },
      platformArn: platformArn(stage.platform, place.region),
      optionSettings: optionSettings(
        merge(
          commonOptions(this, {
            stage,
            network,
            group: network.groups.worker,
            serviceRole: api.application.serviceRole,
            instanceProfile: program.profile,
            instanceType: worker.instanceType,
            size,
          }),
          daemon(pair),
          jobsWaitForAVersion,
          updates(worker),
          {
            'aws:elasticbeanstalk:application:environment': {
              ...programSettings({
                role: 'worker',
                place,
                databaseSecretArn: database.secret.secretArn,
                databaseHost: database.host,
                certificatesUrl: database.certificatesUrl,
                settingsSecretArn: api.application.settings.secretArn,
                bucketName: files.bucket.bucketName,
              }),
              ...Object.fromEntries(
                jobFamilies.map((family) => [queueSetting(family), queues.ofFamily(family).queueUrl]),
              ),
              // The daemon of each environment elects a leader among its own instances only.
              BATON_PERIODIC: periodic ? 'on' : 'off',
              ...(periodic && metricsSettings(stage)),
            },
          },
        ),
      ),
    })
    environment.node.addDependency(program)
    if (worker.size.kind === 'scaled') {
      new ScaleByAge(this, `${name}Scaling`, {
        environmentName: environment.ref,
        queue: pair.queue,
        outAtAgeSeconds: worker.size.scaleOutAtAgeSeconds,
        logGroup: this.#logOfScaling(),
      })
    }
    alarm(this, `${name}NotWell`, {
      metric: environmentMetric(environment.ref, 'EnvironmentHealth'),
      threshold: degraded - 1,
      breaching: 10,
      of: 10,
      severity: worker.families.includes('mail') ? 'critical' : 'warning',
      says: `Beanstalk sees the worker ${worker.name} as degraded or severe for ten minutes.`,
      runbook: 'worker-health',
      topics,
    })
    return { environmentName: environment.ref, instanceRole: program.role }
  }

  /** The daemon takes from one queue; the program puts jobs into the queues of all families. */
  #mayUseQueues({ role }: ProgramRole, { queue }: Pair): void {
    const { queues } = this.#props
    role.addToPolicy(
      new PolicyStatement({
        sid: 'TakeJobs',
        actions: [
          'sqs:ReceiveMessage',
          'sqs:DeleteMessage',
          'sqs:ChangeMessageVisibility',
          'sqs:GetQueueAttributes',
          'sqs:GetQueueUrl',
          'sqs:SendMessage',
        ],
        resources: [queue.queueArn],
      }),
    )
    role.addToPolicy(
      new PolicyStatement({
        sid: 'HandOnJobs',
        actions: ['sqs:SendMessage'],
        resources: [...new Set(jobFamilies.map((family) => queues.ofFamily(family).queueArn))],
      }),
    )
    role.addToPolicy(
      new PolicyStatement({
        sid: 'ElectWhoStartsSchedules',
        actions: [
          'dynamodb:BatchGetItem',
          'dynamodb:BatchWriteItem',
          'dynamodb:DeleteItem',
          'dynamodb:GetItem',
          'dynamodb:PutItem',
          'dynamodb:Query',
          'dynamodb:Scan',
          'dynamodb:UpdateItem',
        ],
        // Beanstalk makes the table and names it.
        resources: [
          this.formatArn({
            service: 'dynamodb',
            resource: 'table',
            resourceName: '*-stack-AWSEBWorkerCronLeaderRegistry*',
          }),
        ],
      }),
    )
  }

  #logOfScaling(): LogGroup {
    this.#scalingLog ??= new LogGroup(this, 'ScalingLog', {
      retention: this.stage.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    return this.#scalingLog
  }
}

/** How Beanstalk's daemon feeds the program; all numbers are those the program and the queue know. */
function daemon({ queue }: Pair): Options {
  return {
    'aws:elasticbeanstalk:sqsd': {
      WorkerQueueURL: queue.queueUrl,
      ...daemonOptions,
      MaxRetries: cloud.daemon.maxReceives,
    },
  }
}

function updates({ size }: WorkerChoice): Options {
  return {
    // Of the worker tier this means a group of instances; there is no balancer. A single one is a group of one, so that
    // one that dies is replaced and no address of its own is paid for.
    'aws:elasticbeanstalk:environment': { EnvironmentType: 'LoadBalanced' },
    'aws:elasticbeanstalk:command':
      size.kind === 'single'
        ? { DeploymentPolicy: 'AllAtOnce' }
        : { DeploymentPolicy: 'Rolling', BatchSizeType: 'Fixed', BatchSize: 1 },
    // Beanstalk always has a trigger. This one never acts: no machine is below 0 % or above 100 %.
    'aws:autoscaling:trigger': {
      MeasureName: 'CPUUtilization',
      Statistic: 'Average',
      Unit: 'Percent',
      Period: 5,
      EvaluationPeriods: 1,
      BreachDuration: 5,
      LowerThreshold: 0,
      UpperThreshold: 100,
    },
  }
}
