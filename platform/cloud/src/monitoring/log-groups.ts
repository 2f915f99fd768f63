import { ArnFormat, CustomResource, Duration, Fn, RemovalPolicy, Stack, type CfnResource } from 'aws-cdk-lib'
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import { Architecture, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { LogGroup, type ILogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { acknowledgeStars } from '../acknowledge-stars.ts'
import { functionCode } from '../alerts/function-code.ts'
import type { Stage } from '../stages.ts'

/** Files of an instance that Beanstalk streams, by what they tell. */
export const files = {
  program: 'web.stdout.log',
  requests: 'nginx/access.log',
  daemon: 'aws-sqsd/default.log',
} as const
export type File = keyof typeof files

export interface LogGroupsProps {
  stage: Stage
  /** The environments and what of them is looked at. */
  of: { environmentName: string; files: File[] }[]
}

/**
 * The log groups that Beanstalk streams to. They bear the names of environments, which are known only when these are
 * there, and then some groups exist and others do not yet; a metric filter needs them all. So they are made where they
 * are missing, by a function that takes “it is there already” for a success, and what stands on them waits for it.
 */
export class LogGroups extends Construct {
  readonly #ensured: CustomResource
  readonly #found = new Map<string, ILogGroup>()

  constructor(scope: Construct, id: string, { stage, of }: LogGroupsProps) {
    super(scope, id)
    const log = new LogGroup(this, 'Log', {
      retention: stage.logDays as RetentionDays,
      removalPolicy: RemovalPolicy.DESTROY,
    })
    const stack = Stack.of(this)
    const groupsOf = (environmentName: string) =>
      stack.formatArn({
        service: 'logs',
        resource: 'log-group',
        resourceName: `/aws/elasticbeanstalk/${environmentName}/*`,
        arnFormat: ArnFormat.COLON_RESOURCE_NAME,
      })
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: 'Makes the log groups of the environments of one stage',
      inlinePolicies: {
        groups: new PolicyDocument({
          statements: [
            new PolicyStatement({
              actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
              resources: of.map(({ environmentName }) => groupsOf(environmentName)),
            }),
            new PolicyStatement({
              actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              resources: [log.logGroupArn],
            }),
          ],
        }),
      },
    })
    acknowledgeStars(role, [
      [/log-group:\/aws\/elasticbeanstalk\//, 'The log groups of one environment: the star stands for the files.'],
    ])
    const ensure = new LambdaFunction(this, 'Function', {
      description: 'Makes the log groups that environments stream to',
      code: functionCode(new URL('ensure-log-groups.lambda.ts', import.meta.url)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: 256,
      timeout: Duration.minutes(2),
      role,
      logGroup: log,
    })
    const names = of.flatMap(({ environmentName, files: wanted }) =>
      wanted.map((file) => nameOf(environmentName, file)),
    )
    this.#ensured = new CustomResource(this, 'Ensured', {
      serviceToken: ensure.functionArn,
      properties: { Groups: names, Days: stage.logDays },
    })
    // Otherwise CloudFormation waits an hour for an answer that does not come. CDK would write this number as a text.
    const resource = this.#ensured.node.defaultChild as CfnResource
    resource.addPropertyOverride('ServiceTimeout', 5 * 60)
  }

  /** The group of a file; whatever uses it is made after it. */
  group(environmentName: string, name: string, file: File): ILogGroup {
    const id = `${name}-${file}`
    const found = this.#found.get(id) ?? LogGroup.fromLogGroupName(this, id, nameOf(environmentName, file))
    this.#found.set(id, found)
    return found
  }

  /** Has something wait until all groups are there. */
  before(construct: Construct): void {
    construct.node.addDependency(this.#ensured)
  }
}

const nameOf = (environmentName: string, file: File): string =>
  Fn.join('', ['/aws/elasticbeanstalk/', environmentName, '/var/log/', files[file]])
