import { endOf } from '../../platforms.ts'
import { optionsOf } from '../../reach/read-hosts.ts'
import type { Finding } from '../finding.ts'
import type { Placed } from '../linked.ts'
import { fault, type Rule } from '../rule.ts'
import { optionsOfNamespace } from './beanstalk-options.ts'

const id = 'beanstalk'
const tiers: Record<string, string> = { WebServer: 'Standard', Worker: 'SQS/HTTP' }

/** What CloudFormation takes without looking and Beanstalk refuses, or takes and does otherwise than meant. */
export const beanstalk: Rule = ({ linked, stage, today }) => {
  const environments = linked.of('AWS::ElasticBeanstalk::Environment', 'AWS::ElasticBeanstalk::ConfigurationTemplate')
  const end = endOf(stage.platform, today)
  return environments.flatMap((placed) => [
    ...wrongOptions(placed),
    ...(placed.type === 'AWS::ElasticBeanstalk::Environment' ? wrongEnvironment(placed) : []),
    ...(end ? [fault(id, placed, end.says, end.mend, 'PlatformArn')] : []),
  ])
}

function wrongOptions(placed: Placed): Finding[] {
  const settings = (placed.properties['OptionSettings'] ?? []) as { Namespace: string; OptionName: string }[]
  const seen = new Set<string>()
  return settings.flatMap(({ Namespace, OptionName, ...rest }) => {
    const path = `OptionSettings ${Namespace} ${OptionName}`
    const known = optionsOfNamespace(Namespace)
    // The same option may be set once for each scheduled action.
    const key = [Namespace, OptionName, (rest as Record<string, unknown>)['ResourceName']].join(' ')
    const twice = seen.has(key)
    seen.add(key)
    if (known === undefined)
      return [
        fault(
          id,
          placed,
          `Beanstalk has no namespace ${Namespace}`,
          'Look it up among its general options; add it to beanstalk-options.ts if it is there.',
          path,
        ),
      ]
    if (known !== 'any' && !known.includes(OptionName))
      return [
        fault(
          id,
          placed,
          `${Namespace} has no option ${OptionName}`,
          'Look it up among its general options; add it to beanstalk-options.ts if it is there.',
          path,
        ),
      ]
    return twice ? [fault(id, placed, `${OptionName} is set twice`, 'Set it once.', path)] : []
  })
}

function wrongEnvironment(placed: Placed): Finding[] {
  const { Tier, PlatformArn, SolutionStackName, VersionLabel } = placed.properties
  const { Name, Type } = (Tier ?? {}) as { Name?: string; Type?: string }
  const option = optionsOf(placed.properties)
  const launch = 'aws:autoscaling:launchconfiguration'
  const faults: (Finding | false)[] = [
    tiers[Name ?? ''] !== Type &&
      fault(
        id,
        placed,
        `The tier ${String(Name)} of type ${String(Type)} does not exist`,
        'WebServer is Standard, Worker is SQS/HTTP.',
        'Tier',
      ),
    !/^arn:aws[a-z-]*:elasticbeanstalk:[a-z0-9-]+::platform\/.+\/\d+\.\d+\.\d+$/.test(String(PlatformArn)) &&
      fault(
        id,
        placed,
        'It is not pinned to a version of a platform',
        'Set PlatformArn by platformArn() of platforms.ts.',
        'PlatformArn',
      ),
    SolutionStackName !== undefined &&
      fault(
        id,
        placed,
        'A change of SolutionStackName makes a new environment',
        'Set PlatformArn instead, which changes in place.',
        'SolutionStackName',
      ),
    VersionLabel !== undefined &&
      fault(
        id,
        placed,
        'The version belongs to delivery, and the stack would turn it back',
        'Leave VersionLabel out.',
        'VersionLabel',
      ),
    option(launch, 'DisableIMDSv1') !== 'true' &&
      fault(
        id,
        placed,
        'Instances answer requests for their rights without a token',
        'Set DisableIMDSv1 to true.',
        `OptionSettings ${launch}`,
      ),
    option(launch, 'DisableDefaultEC2SecurityGroup') !== 'true' &&
      fault(
        id,
        placed,
        'Beanstalk adds a security group of its own that lets the balancer and SSH in',
        'Set DisableDefaultEC2SecurityGroup to true.',
        `OptionSettings ${launch}`,
      ),
    option(launch, 'IamInstanceProfile') === undefined &&
      fault(id, placed, 'It has no instance profile', 'Set IamInstanceProfile.', `OptionSettings ${launch}`),
  ]
  return faults.filter((one) => one !== false)
}
