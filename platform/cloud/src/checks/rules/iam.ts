import type { Finding } from '../finding.ts'
import type { Placed } from '../linked.ts'
import { asList, fault, type Rule } from '../rule.ts'

const id = 'least-privilege'

/** Actions that AWS knows no resource for, or none before it is made; each with why it may stand beside `*`. */
const withoutResource: [RegExp, string][] = [
  [
    /^cloudwatch:(?:PutMetricData|GetMetricData|GetMetricStatistics|ListMetrics|DescribeAlarms)$/,
    'Metrics have no ARN; writing is fenced in by a condition on the namespace',
  ],
  [/^xray:(?:Put|GetSampling)/, 'Traces have no ARN'],
  [
    /^logs:(?:CreateLogDelivery|DescribeLogGroups|GetLogDelivery|ListLogDeliveries|PutResourcePolicy|DescribeResourcePolicies)$/,
    'Deliveries of logs have no ARN',
  ],
  [/^ec2:Describe/, 'Descriptions of EC2 know no resource'],
  [
    /^ec2:(?:CreateNetworkInterface|DeleteNetworkInterface|AssignPrivateIpAddresses|UnassignPrivateIpAddresses)$/,
    'A function in the network makes interfaces whose names it does not know',
  ],
  [/^(?:ssmmessages|ec2messages):/, 'Channels of Session Manager have no ARN'],
  [/^ssm:(?:UpdateInstanceInformation|DescribeInstanceInformation)$/, 'Instances name themselves'],
  [/^autoscaling:Describe/, 'Descriptions of groups know no resource'],
  [
    /^elasticbeanstalk:(?:Describe|List|Check|Retrieve|Request|PutInstanceStatistics)/,
    'Reading an environment asks across applications',
  ],
  [/^elasticloadbalancing:Describe/, 'Descriptions of balancers know no resource'],
  [/^cloudformation:(?:Describe|Get|List|Validate|EstimateTemplateCost)/, 'Reading what stands, for plans'],
  [/^rds:(?:Describe|List)/, 'Reading what stands'],
  [/^kms:(?:ListAliases|ListKeys|GenerateRandom)$/, 'They name no key'],
  [/^secretsmanager:(?:GetRandomPassword|ListSecrets)$/, 'A random password is nobody’s'],
  [/^s3:ListAllMyBuckets$/, 'It names no bucket'],
  [/^budgets:|^ce:Get/, 'Costs have no ARN'],
  [/^iam:(?:List|Get)/, 'Reading what stands, for plans'],
  [/^route53:(?:List|GetChange)/, 'Changes are known by number only'],
  [/^sts:GetCallerIdentity$/, 'It asks who one is'],
  [/^tag:Get/, 'Tags are read across services'],
]

interface Statement {
  Effect: string
  Action?: unknown
  NotAction?: unknown
  Resource?: unknown
}

/** Roles can do what they need, are fenced by the boundary, and trust nobody by pattern. */
export const leastPrivilege: Rule = ({ linked }) => {
  const roles = linked.of('AWS::IAM::Role', 'AWS::IAM::User')
  const boundaries = new Set(
    roles.flatMap(({ properties }) =>
      properties['PermissionsBoundary'] ? [String(properties['PermissionsBoundary'])] : [],
    ),
  )
  return [
    ...linked.resources.flatMap((placed) =>
      isBoundary(placed, boundaries) ? [] : policiesOf(placed).flatMap((statement) => tooWide(placed, statement)),
    ),
    ...roles.flatMap((placed) => trust(placed)),
    ...roles
      .filter(({ properties }) => properties['PermissionsBoundary'] === undefined)
      .map((placed) =>
        fault(
          id,
          placed,
          'It has no permission boundary',
          'The aspect in access/ sets it: see that the part is under the stack.',
          'PermissionsBoundary',
        ),
      ),
  ]
}

/** A boundary allows nothing by itself: wide statements in it are what it leaves to the roles. */
const isBoundary = ({ stack, id: logicalId, type }: Placed, boundaries: Set<string>) =>
  type === 'AWS::IAM::ManagedPolicy' && [...boundaries].some((named) => named.includes(`{${stack}/${logicalId}.`))

function policiesOf({ type, properties }: Placed): Statement[] {
  if (!type.startsWith('AWS::IAM::')) return []
  const inline = asList<Record<string, unknown>>(properties['Policies']).map((policy) => policy['PolicyDocument'])
  return [properties['PolicyDocument'], ...inline].flatMap((document) =>
    asList<Statement>((document as { Statement?: unknown } | undefined)?.Statement),
  )
}

function tooWide(placed: Placed, { Effect, Action, NotAction, Resource }: Statement): Finding[] {
  if (Effect !== 'Allow') return []
  const actions = asList<string>(Action)
  const faults: Finding[] = []
  if (NotAction !== undefined)
    faults.push(fault(id, placed, 'It allows everything but some actions', 'Name what it may do.'))
  for (const action of actions.filter((each) => each === '*' || /^[a-z0-9-]+:\*$/.test(each))) {
    if (action !== '*' && withoutResource.some(([pattern]) => pattern.test(action))) continue
    faults.push(fault(id, placed, `It allows ${action}`, 'Name the actions that are used.'))
  }
  if (asList(Resource).includes('*')) {
    const wide = actions.filter((action) => !withoutResource.some(([pattern]) => pattern.test(action)))
    if (wide.length > 0)
      faults.push(
        fault(
          id,
          placed,
          `It allows ${wide.join(', ')} on everything`,
          'Name the ARN; where AWS knows none, add the action with its reason to rules/iam.ts.',
        ),
      )
  }
  return faults
}

/** Who a token of GitHub belongs to is said to the letter: owner, repository and branch or environment. */
function trust(placed: Placed): Finding[] {
  const document = placed.properties['AssumeRolePolicyDocument'] as { Statement?: unknown } | undefined
  return asList<Record<string, unknown>>(document?.Statement).flatMap((statement) => {
    const principal = statement['Principal'] as Record<string, unknown> | string | undefined
    if (principal === '*' || (typeof principal === 'object' && asList(principal['AWS']).includes('*'))) {
      return [fault(id, placed, 'Anybody may take this role', 'Name who may.', 'AssumeRolePolicyDocument')]
    }
    if (statement['Action'] !== 'sts:AssumeRoleWithWebIdentity') return []
    const condition = (statement['Condition'] ?? {}) as Record<string, Record<string, unknown>>
    const equals = condition['StringEquals'] ?? {}
    const value = (name: string) => Object.entries(equals).find(([key]) => key.endsWith(`:${name}`))?.[1]
    const subjects = asList<string>(value('sub'))
    const sound =
      value('aud') === 'sts.amazonaws.com' &&
      subjects.length > 0 &&
      subjects.every((subject) => /^repo:[^@*?]+@\d+\/[^@*?]+@\d+:(?:environment|ref):[^*?]+$/.test(subject))
    const loose = Object.keys(condition).some((operator) => operator !== 'StringEquals')
    if (sound && !loose) return []
    return [
      fault(
        id,
        placed,
        `Tokens are taken from ${subjects.join(', ') || 'everybody'}${loose ? ` by ${Object.keys(condition).join(', ')}` : ''}`,
        'StringEquals on aud and on sub in the form repo:owner@id/repository@id:environment:name (or :ref:…).',
        'AssumeRolePolicyDocument',
      ),
    ]
  })
}
