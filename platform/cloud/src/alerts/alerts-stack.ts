import { Duration, RemovalPolicy, SecretValue, Validations } from 'aws-cdk-lib'
import { ComparisonOperator, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { AttributeType, BillingMode, Table } from 'aws-cdk-lib/aws-dynamodb'
import { Rule, Schedule } from 'aws-cdk-lib/aws-events'
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets'
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Key } from 'aws-cdk-lib/aws-kms'
import { Architecture, Function, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda'
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations'
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Secret, type ISecret } from 'aws-cdk-lib/aws-secretsmanager'
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns'
import { EmailSubscription, LambdaSubscription } from 'aws-cdk-lib/aws-sns-subscriptions'
import { Queue, QueueEncryption, type IQueue } from 'aws-cdk-lib/aws-sqs'
import type { Construct } from 'constructs'
import { alarm, type AlarmTopics, type Severity } from '../alarms.ts'
import { Part, type PartProps } from '../part.ts'
import { pendingIndex } from './dynamo-store.ts'
import { functionCode } from './function-code.ts'
import { alertSettingNames as names } from './settings.ts'

/** Services that publish to the topics of alarms by themselves. */
const publishers = ['cloudwatch.amazonaws.com', 'events.rds.amazonaws.com']

/**
 * Where alarms go, and who tells people: a topic for each severity, the router behind them, and plain mail for what
 * the router cannot tell. Made before every part that has alarms.
 */
export class Alerts extends Part {
  readonly topics: AlarmTopics
  /** Straight to people by mail, past the router. For alarms about the router itself. */
  readonly mailTopic: ITopic
  readonly router: Function
  /** Where PagerDuty's routing key and Slack's webhook address are put by hand; both are empty at first. */
  readonly channelSecret: ISecret
  readonly deadLetters: IQueue

  constructor(scope: Construct, id: string, props: PartProps) {
    super(scope, id, props, 'Alerts: topics, the router to PagerDuty and Slack, mail as the last resort')
    const key = this.#makeKey()
    const topicOf = (name: string) => this.#makeTopic(name, key)
    this.topics = { critical: topicOf('Critical'), warning: topicOf('Warning'), info: topicOf('Info') }
    this.mailTopic = topicOf('Mail')
    this.mailTopic.addSubscription(new EmailSubscription(this.stage.alarmMail))
    this.channelSecret = this.#makeSecret()
    this.deadLetters = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: this.stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    Validations.of(this.deadLetters).acknowledge({
      id: 'AwsSolutions-SQS3',
      reason: 'It is the queue of dead letters: of the topics’ deliveries and of the router’s calls.',
    })
    this.router = this.#makeRouter()
    this.#connect()
    this.#watch()
  }

  /**
   * A key of our own: CloudWatch may not use AWS's key for SNS, and alarms would end nowhere without a word. The key asks
   * for no account of theirs: not every service tells it when it uses a key, and whoever may not publish to a topic has
   * nothing from its key.
   */
  #makeKey(): Key {
    const key = new Key(this, 'Key', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY })
    for (const publisher of publishers)
      key.grant(new ServicePrincipal(publisher), 'kms:Decrypt', 'kms:GenerateDataKey*')
    return key
  }

  #makeTopic(name: string, masterKey: Key): Topic {
    const topic = new Topic(this, name, { masterKey, enforceSSL: true })
    topic.addToResourcePolicy(
      new PolicyStatement({
        principals: publishers.map((publisher) => new ServicePrincipal(publisher)),
        actions: ['sns:Publish'],
        resources: [topic.topicArn],
        // On behalf of this account only, so that no other account uses them to reach us.
        conditions: { StringEquals: { 'aws:SourceAccount': this.account } },
      }),
    )
    return topic
  }

  #makeSecret(): ISecret {
    const secret = new Secret(this, 'Channels', {
      description:
        'PagerDuty routing key and Slack webhook address of the alert router; empty: mail instead, off: not wanted',
      secretObjectValue: {
        pagerdutyRoutingKey: SecretValue.unsafePlainText(''),
        slackWebhookUrl: SecretValue.unsafePlainText(''),
      },
      removalPolicy: this.stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    Validations.of(secret).acknowledge({
      id: 'AwsSolutions-SMG4',
      reason: 'PagerDuty and Slack give these out by hand; the router takes a new value within five minutes.',
    })
    return secret
  }

  #makeRouter(): Function {
    const table = this.#makeTable()
    const logGroup = new LogGroup(this, 'RouterLog', {
      retention: this.stage.logDays as RetentionDays,
      removalPolicy: this.stage.critical ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    const role = new Role(this, 'RouterRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') })
    logGroup.grantWrite(role)
    this.channelSecret.grantRead(role)
    this.mailTopic.grantPublish(role)
    role.addToPolicy(
      new PolicyStatement({ actions: ['dynamodb:GetItem', 'dynamodb:PutItem'], resources: [table.tableArn] }),
    )
    role.addToPolicy(
      new PolicyStatement({ actions: ['dynamodb:Query'], resources: [`${table.tableArn}/index/${pendingIndex}`] }),
    )
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM5[Action::kms:GenerateDataKey*]',
      reason: 'CDK’s grant of the topics’ key names kinds of data keys with a star, on that one key.',
    })
    const { owner, repository, branch } = this.stage.delivery
    return new Function(this, 'Router', {
      description: 'Tells PagerDuty and Slack of alarms, and mails what they do not take',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      code: functionCode(new URL('alert-router.lambda.ts', import.meta.url)),
      handler: 'index.handler',
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      memorySize: 256,
      // Below the two minutes for which a call has a delivery in its hands.
      timeout: Duration.seconds(60),
      // No concurrency is reserved: see docs/decisions, “Alerts are told from what is remembered”.
      retryAttempts: 2,
      maxEventAge: Duration.hours(6),
      onFailure: new SqsDestination(this.deadLetters),
      environment: {
        [names.table]: table.tableName,
        [names.secretArn]: this.channelSecret.secretArn,
        [names.mailTopicArn]: this.mailTopic.topicArn,
        [names.topics]: this.toJsonString(
          Object.fromEntries(Object.entries(this.topics).map(([severity, { topicArn }]) => [severity, topicArn])),
        ),
        [names.stage]: this.stage.name,
        [names.repository]: `https://github.com/${owner}/${repository}/blob/${branch}/`,
        [names.dashboard]: `https://${this.region}.console.aws.amazon.com/cloudwatch/home?region=${this.region}#dashboards:`,
      },
    })
  }

  /** What is remembered of each alarm. It may go with the stack: alarms that are still on tell of themselves again. */
  #makeTable(): Table {
    const table = new Table(this, 'Memory', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'expires',
      removalPolicy: RemovalPolicy.DESTROY,
    })
    table.addGlobalSecondaryIndex({
      indexName: pendingIndex,
      partitionKey: { name: 'pending', type: AttributeType.STRING },
      sortKey: { name: 'pendingAt', type: AttributeType.NUMBER },
    })
    Validations.of(table).acknowledge({
      id: 'AwsSolutions-DDB3',
      reason: 'Nothing in it is worth restoring: yesterday’s state of alarms would be told as if it were today’s.',
    })
    return table
  }

  #connect(): void {
    for (const severity of Object.keys(this.topics) as Severity[]) {
      this.topics[severity].addSubscription(new LambdaSubscription(this.router, { deadLetterQueue: this.deadLetters }))
    }
    new Rule(this, 'Sweep', {
      description: 'Has the alert router tell what is still to be told',
      schedule: Schedule.rate(Duration.minutes(1)),
      // The next sweep does what one did not.
      targets: [new LambdaFunction(this.router, { retryAttempts: 0, maxEventAge: Duration.minutes(1) })],
    })
  }

  /** The router's own alarms go past it, or nobody would hear of them. */
  #watch(): void {
    const topics: AlarmTopics = { critical: this.mailTopic, warning: this.mailTopic, info: this.mailTopic }
    const fiveMinutes = { period: Duration.minutes(5), statistic: 'Sum' }
    alarm(this, 'AlertLost', {
      metric: this.deadLetters.metricApproximateNumberOfMessagesVisible({ ...fiveMinutes, statistic: 'Maximum' }),
      threshold: 0,
      breaching: 1,
      of: 1,
      severity: 'critical',
      says: 'An alert reached nobody: neither its channels nor the mail took it.',
      runbook: 'alert-lost',
      topics,
    })
    alarm(this, 'RouterFails', {
      metric: this.router.metricErrors(fiveMinutes),
      threshold: 0,
      breaching: 3,
      of: 3,
      severity: 'critical',
      says: 'The alert router has been failing for a quarter of an hour: alerts may reach nobody.',
      runbook: 'alert-router-fails',
      topics,
    })
    alarm(this, 'RouterStands', {
      metric: this.router.metricInvocations(fiveMinutes),
      threshold: 1,
      comparison: ComparisonOperator.LESS_THAN_THRESHOLD,
      breaching: 3,
      of: 3,
      missing: TreatMissingData.BREACHING,
      severity: 'critical',
      says: 'The alert router is not being called, not even by its schedule: what is held back is told to nobody.',
      runbook: 'alert-router-stands',
      topics,
    })
  }
}
