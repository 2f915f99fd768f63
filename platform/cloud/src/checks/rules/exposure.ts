import { isTrue } from '../../reach/keys.ts'
import type { Finding } from '../finding.ts'
import { optionsOf } from '../../reach/read-hosts.ts'
import type { Placed } from '../linked.ts'
import { asList, fault, type Rule } from '../rule.ts'

const id = 'public-exposure'
/** Policies on things that others may be let to. */
const policies: Record<string, string> = {
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::KMS::Key': 'KeyPolicy',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
}
const allBlocked = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets']

/** The world meets the balancer and the distribution, and nothing else. */
export const publicExposure: Rule = ({ linked }) => [
  ...linked.resources.flatMap((placed) => [...exposed(placed), ...openToAll(placed), ...openToOtherAccounts(placed)]),
]

function exposed(placed: Placed): Finding[] {
  const p = placed.properties
  const told = (says: string, mend: string, path: string) => [fault(id, placed, says, mend, path)]
  switch (placed.type) {
    case 'AWS::RDS::DBInstance':
    case 'AWS::RDS::DBCluster':
      return isTrue(p['PubliclyAccessible'])
        ? told('The database has a public address', 'Set PubliclyAccessible to false.', 'PubliclyAccessible')
        : []
    case 'AWS::EC2::Subnet':
      return isTrue(p['MapPublicIpOnLaunch'])
        ? told(
            'Whatever starts in it gets a public address',
            'Set MapPublicIpOnLaunch to false; who needs an address gets its own.',
            'MapPublicIpOnLaunch',
          )
        : []
    case 'AWS::ElasticBeanstalk::Environment':
      return isTrue(optionsOf(p)('aws:ec2:vpc', 'AssociatePublicIpAddress'))
        ? told(
            'Its instances get public addresses',
            'Set AssociatePublicIpAddress to false.',
            'OptionSettings aws:ec2:vpc',
          )
        : []
    case 'AWS::EC2::LaunchTemplate': {
      const data = (p['LaunchTemplateData'] ?? {}) as Record<string, unknown>
      const open = asList<Record<string, unknown>>(data['NetworkInterfaces']).some((each) =>
        isTrue(each['AssociatePublicIpAddress']),
      )
      return open
        ? told('Its machines get public addresses', 'Leave AssociatePublicIpAddress out.', 'LaunchTemplateData')
        : []
    }
    case 'AWS::Lambda::Url':
      return p['AuthType'] === 'NONE'
        ? told('Anybody may call the function', 'Set AuthType to AWS_IAM, or put it behind the balancer.', 'AuthType')
        : []
    case 'AWS::Lambda::Permission':
      return p['Principal'] === '*' ? told('Anybody may call the function', 'Name who may.', 'Principal') : []
    case 'AWS::S3::Bucket': {
      const block = (p['PublicAccessBlockConfiguration'] ?? {}) as Record<string, unknown>
      const missing = allBlocked.filter((name) => !isTrue(block[name]))
      const acl = String(p['AccessControl'] ?? 'Private')
      return [
        ...(missing.length > 0
          ? told(
              `Public access is not blocked: ${missing.join(', ')}`,
              'Set blockPublicAccess BLOCK_ALL.',
              'PublicAccessBlockConfiguration',
            )
          : []),
        ...(/^Public|^Authenticated/.test(acl)
          ? told(`Its ACL is ${acl}`, 'Leave AccessControl out.', 'AccessControl')
          : []),
      ]
    }
    default:
      return []
  }
}

interface Statement {
  Effect: string
  Principal?: unknown
  Condition?: unknown
  Resource?: unknown
}

/** Statements that allow everybody, without a word on who that is. */
function openToAll(placed: Placed): Finding[] {
  const property = policies[placed.type]
  const document = property && (placed.properties[property] as { Statement?: unknown } | undefined)
  return asList<Statement>(document ? document.Statement : undefined).flatMap((statement, index) => {
    const { Principal } = statement
    const everybody =
      Principal === '*' || asList((Principal as Record<string, unknown> | undefined)?.['AWS']).includes('*')
    if (statement.Effect !== 'Allow' || !everybody || statement.Condition !== undefined) return []
    return [
      fault(
        id,
        placed,
        'It allows everybody',
        'Name the principal, or add a condition on aws:SourceArn.',
        `${property}.Statement.${index}`,
      ),
    ]
  })
}

/** Says in a path instead of a condition for which account it writes, and sends no account that a condition could ask. */
const saysByPath = (statement: Statement) =>
  JSON.stringify(statement.Principal).includes('"logdelivery.elasticloadbalancing.amazonaws.com"') &&
  asList(statement.Resource).every((resource) => /\/AWSLogs\/\d{12}\//.test(String(resource)))

/** Statements that let in a service of AWS for whatever account it works. */
function openToOtherAccounts(placed: Placed): Finding[] {
  const property = policies[placed.type]
  // A key is asked with a context of encryption, which names what it is for.
  if (property === undefined || placed.type === 'AWS::KMS::Key') return []
  const document = placed.properties[property] as { Statement?: unknown } | undefined
  return asList<Statement>(document?.Statement).flatMap((statement, index) => {
    const service = (statement.Principal as Record<string, unknown> | undefined)?.['Service']
    if (statement.Effect !== 'Allow' || service === undefined || saysByPath(statement)) return []
    if (/"aws:Source(Account|Arn|OrgID)"/i.test(JSON.stringify(statement.Condition ?? {}))) return []
    return [
      fault(
        id,
        placed,
        `It lets in ${asList(service).join(', ')} for any account`,
        'Add a condition on aws:SourceAccount or aws:SourceArn.',
        `${property}.Statement.${index}`,
      ),
    ]
  })
}
