import { Duration, RemovalPolicy } from 'aws-cdk-lib'
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { FilterPattern, LogGroup, MetricFilter, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import { functionCode } from '../alerts/function-code.ts'
import { reliableHours } from '../awake.ts'
import { namespaceOf } from '../monitoring/business.ts'
import type { PartProps } from '../part.ts'

const names = ['MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT', 'SUN']

/**
 * Asks the public address each minute, from no network of ours, and tells people when they would not get Baton
 * (docs/decisions/0015).
 */
export class AskedFromOutside extends Construct {
  constructor(scope: Construct, id: string, { stage, place, topics }: PartProps & { topics: AlarmTopics }) {
    super(scope, id)
    const log = new LogGroup(this, 'Log', {
      retention: stage.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    log.grantWrite(role)
    const asks = new Function(this, 'Function', {
      description: `Asks ${place.domain} from outside`,
      code: functionCode(new URL('ask-from-outside.lambda.ts', import.meta.url)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.seconds(30),
      role,
      logGroup: log,
      loggingFormat: LoggingFormat.JSON,
      // A minute that failed has failed once; the next one asks anew.
      retryAttempts: 0,
      maxEventAge: Duration.minutes(1),
      environment: { ASK_ADDRESS: `https://${place.domain}` },
    })
    const hours = reliableHours(stage)
    new Rule(this, 'EachMinute', {
      description: `Asks ${place.domain} from outside`,
      // Nobody asks for what sleeps, nor while it wakes up.
      schedule: hours
        ? Schedule.cron({
            minute: '*',
            hour: `${hours.start}-${hours.stop - 1}`,
            weekDay: hours.days.map((day) => names[day - 1]).join(','),
          })
        : Schedule.rate(Duration.minutes(1)),
      targets: [new LambdaFunction(asks, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
    const minute = { period: Duration.minutes(1), statistic: 'Sum' }
    alarm(this, 'NotReachable', {
      metric: asks.metricErrors(minute),
      threshold: 0,
      breaching: 3,
      of: 5,
      severity: 'critical',
      says: `Whoever opens https://${place.domain} does not get Baton: the page, its script or the api behind it fails.`,
      runbook: 'web-errors',
      topics,
    })
    if (!hours)
      alarm(this, 'NobodyAsks', {
        metric: asks.metricInvocations({ ...minute, period: Duration.minutes(5) }),
        threshold: 1,
        comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
        breaching: 3,
        of: 3,
        missing: TreatMissingData.BREACHING,
        severity: 'warning',
        says: 'Nobody asks any more whether Baton can be reached from outside, so nobody would notice.',
        runbook: 'web-errors',
        topics,
      })
    const days = new MetricFilter(this, 'CertificateDays', {
      logGroup: log,
      filterPattern: FilterPattern.numberValue('$.message.certificateDays', '>=', -100_000),
      metricNamespace: namespaceOf(stage),
      metricName: 'CertificateDays',
      metricValue: '$.message.certificateDays',
    })
    alarm(this, 'CertificateEnds', {
      metric: days.metric({ period: Duration.hours(1), statistic: 'Minimum' }),
      // AWS renews 60 days before; at 30 something keeps it from doing so.
      threshold: 30,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      breaching: 1,
      of: 1,
      // A stage that sleeps says nothing at night; that is no end of the trouble.
      missing: TreatMissingData.IGNORE,
      severity: 'warning',
      says: `The certificate of https://${place.domain} ends in less than 30 days and was not renewed by itself.`,
      runbook: 'certificate-expires',
      topics,
    })
  }
}
