/**
 * Messages as AWS sends them, with their fields and spellings from its documentation; names and numbers are ours.
 * @module
 */

export const region = 'eu-central-1'
export const account = '123456789012'
export const topics = {
  critical: `arn:aws:sns:${region}:${account}:baton-production-critical`,
  warning: `arn:aws:sns:${region}:${account}:baton-production-warning`,
  info: `arn:aws:sns:${region}:${account}:baton-production-info`,
}

export interface Recorded {
  message: string | object
  subject?: string
  topic?: keyof typeof topics
  /** Publishing; ISO. */
  at?: string
  messageId?: string
}

let messages = 0

/** What Lambda is handed for one message of SNS. */
export function snsEvent(...records: Recorded[]) {
  return { Records: records.map(snsRecord) }
}

function snsRecord({ message, subject, topic = 'warning', at = '2026-03-04T12:00:00.642Z', messageId }: Recorded) {
  return {
    EventSource: 'aws:sns',
    EventVersion: '1.0',
    EventSubscriptionArn: `${topics[topic]}:2bcfbf39-05c3-41de-beaa-fcfcc21c8f55`,
    Sns: {
      Type: 'Notification',
      MessageId: messageId ?? `95df01b4-ee98-5cb9-9903-${String(++messages).padStart(12, '0')}`,
      TopicArn: topics[topic],
      Subject: subject ?? null,
      Message: typeof message === 'string' ? message : JSON.stringify(message),
      Timestamp: at,
      SignatureVersion: '1',
      Signature: 'EXAMPLE',
      SigningCertUrl: `https://sns.${region}.amazonaws.com/SimpleNotificationService-01d088a6f77103d0fe307c0069e40ed6.pem`,
      UnsubscribeUrl: `https://sns.${region}.amazonaws.com/?Action=Unsubscribe`,
      MessageAttributes: {},
    },
  }
}

/** The same record in the envelope of a queue, as Lambda is handed it from SQS. */
export const queued = (event: ReturnType<typeof snsEvent>) => ({
  Records: event.Records.map(({ Sns: sns }) => ({
    messageId: sns.MessageId,
    receiptHandle: 'EXAMPLE',
    body: JSON.stringify(sns),
    attributes: { ApproximateReceiveCount: '1' },
    messageAttributes: {},
    eventSource: 'aws:sqs',
    eventSourceARN: `arn:aws:sqs:${region}:${account}:alerts`,
    awsRegion: region,
  })),
})

export type CloudWatchState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA'

export interface Transition {
  name?: string
  from?: CloudWatchState
  to: CloudWatchState
  /** ISO with milliseconds. */
  at: string
  severity?: 'critical' | 'warning' | 'info'
  reason?: string
  messageId?: string
  says?: string
}

export const arnOf = (name: string) => `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`

const description = (severity: string, says = 'People wait longer than a second for each page.') =>
  `${says}\nseverity: ${severity}\nrunbook: docs/runbooks/api-slow.md`

/** CloudWatch writes the zone without a colon. */
const cloudWatchTime = (iso: string) => iso.replace('Z', '+0000')

/** The record of a metric alarm's transition. */
export function metricAlarm(transition: Transition): Recorded {
  const { name = 'baton-production-ApiSlow', from = 'OK', to, at, severity = 'critical', messageId } = transition
  const topic = topics[severity]
  return {
    topic: severity,
    at: at.replace(/\.\d{3}Z$/, '.899Z'),
    messageId,
    subject: `${to}: "${name}" in EU (Frankfurt)`,
    message: {
      AlarmName: name,
      AlarmDescription: description(severity, transition.says),
      AWSAccountId: account,
      AlarmConfigurationUpdatedTimestamp: '2026-02-27T09:11:43.211+0000',
      NewStateValue: to,
      NewStateReason:
        transition.reason ??
        'Threshold Crossed: 3 out of the last 3 datapoints [1.4 (04/03/26 11:59:00), 1.6 (04/03/26 11:58:00), 1.2 (04/03/26 11:57:00)] were greater than the threshold (1.0) (minimum 3 datapoints for OK -> ALARM transition).',
      StateChangeTime: cloudWatchTime(at),
      Region: 'EU (Frankfurt)',
      AlarmArn: arnOf(name),
      OldStateValue: from,
      OKActions: [topic],
      AlarmActions: [topic],
      InsufficientDataActions: [],
      Trigger: {
        MetricName: 'TargetResponseTime',
        Namespace: 'AWS/ApplicationELB',
        StatisticType: 'ExtendedStatistic',
        ExtendedStatistic: 'p99',
        Unit: null,
        Dimensions: [{ value: 'app/awseb--AWSEB-1V3W/1a2b3c4d5e6f', name: 'LoadBalancer' }],
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 3,
        ComparisonOperator: 'GreaterThanThreshold',
        Threshold: 1.0,
        TreatMissingData: 'notBreaching',
        EvaluateLowSampleCountPercentile: '',
      },
    },
  }
}

/** The record of a composite alarm's transition: a rule and what set it off instead of a trigger. */
export function compositeAlarm({
  name = 'baton-production-ApiDown',
  from = 'OK',
  to,
  at,
  severity = 'critical',
}: Transition): Recorded {
  const child = arnOf('baton-production-ApiErrors')
  return {
    topic: severity,
    at,
    subject: `${to}: "${name}" in EU (Frankfurt)`,
    message: {
      AlarmName: name,
      AlarmDescription: description(severity),
      AWSAccountId: account,
      NewStateValue: to,
      NewStateReason: `${child} transitioned to ${to} at Wednesday 04 March, 2026 12:00:00 UTC`,
      StateChangeTime: cloudWatchTime(at),
      Region: 'EU (Frankfurt)',
      AlarmArn: arnOf(name),
      OldStateValue: from,
      AlarmRule: `ALARM(${child}) AND NOT ALARM(${arnOf('baton-production-Deploying')})`,
      TriggeringChildren: [{ Arn: child, State: { Value: to, Timestamp: cloudWatchTime(at) } }],
    },
  }
}

/** EventBridge's event of the same transition, which comes also while the actions are suppressed. */
export function alarmEvent({
  name = 'baton-production-ApiDown',
  from = 'OK',
  to,
  at,
  suppressedBy,
}: Transition & { suppressedBy?: string }): Recorded {
  return {
    at,
    topic: 'critical',
    message: {
      version: '0',
      id: '2dde0eb1-528b-d2d5-9ca6-6d590caf2329',
      'detail-type': 'CloudWatch Alarm State Change',
      source: 'aws.cloudwatch',
      account,
      time: at,
      region,
      resources: [arnOf(name)],
      detail: {
        alarmName: name,
        configuration: {
          alarmRule: `ALARM(${arnOf('a')})`,
          actionsSuppressor: arnOf('baton-production-Deploying'),
          actionsSuppressorWaitPeriod: 120,
          actionsSuppressorExtensionPeriod: 180,
          description: description('critical'),
        },
        previousState: { value: from, reason: 'Threshold Crossed', timestamp: cloudWatchTime(at) },
        state: {
          value: to,
          reason: 'The alarm a transitioned to ALARM',
          reasonData: '{"triggeringAlarms":[]}',
          timestamp: cloudWatchTime(at),
          ...(suppressedBy && {
            actionsSuppressedBy: suppressedBy,
            actionsSuppressedReason: `Actions suppressed by ${suppressedBy}`,
          }),
        },
      },
    },
  }
}

export const rdsEvent: Recorded = {
  subject: 'RDS Notification Message',
  message: {
    'Event Source': 'db-instance',
    'Event Time': '2026-03-04 12:00:00.082',
    'Identifier Link': `https://console.aws.amazon.com/rds/home?region=${region}#dbinstance:id=baton-production`,
    'Source ID': 'baton-production',
    'Source ARN': `arn:aws:rds:${region}:${account}:db:baton-production`,
    'Event ID': 'http://docs.amazonwebservices.com/AmazonRDS/latest/UserGuide/USER_Events.html#RDS-EVENT-0049',
    'Event Message': 'Multi-AZ instance failover completed',
  },
}

const beanstalkTail =
  '\n\nEnvironment: baton-production-api\nApplication: baton-production\n\nEnvironment URL: http://example.eu-central-1.elasticbeanstalk.com\nNotificationProcessId: b28d277e-0ff3-45d6-800e-f2e997eda4b7'

export const beanstalkHealth: Recorded = {
  subject:
    'AWS Elastic Beanstalk Notification - Environment health has transitioned from Ok to Severe. 71.4 % of the requests are failing',
  message: `Timestamp: Wed Mar 04 12:00:00 UTC 2026\nMessage: Environment health has transitioned from Ok to Severe. 71.4 % of the requests are failing with HTTP 5xx.${beanstalkTail}`,
}

export const beanstalkDeployment: Recorded = {
  subject: 'AWS Elastic Beanstalk Notification - New application version was deployed to running EC2 instances',
  message: `Timestamp: Wed Mar 04 12:00:00 UTC 2026\nMessage: New application version was deployed to running EC2 instances.${beanstalkTail}`,
}

export const budget: Recorded = {
  subject: 'AWS Budgets: baton-production has exceeded your alert threshold',
  message: `AWS Budget Notification March 04, 2026\nAWS Account ${account}\n\nDear AWS Customer,\n\nYou requested that we alert you when the ACTUAL Cost associated with your baton-production budget is greater than $2,000.00 for the current month.\n\nBudget Name: baton-production\nBudget Type: Cost\nBudgeted Amount: $2,500.00\nAlert Type: ACTUAL\nAlert Threshold: > $2,000.00\nACTUAL Amount: $2,013.57\n`,
}
