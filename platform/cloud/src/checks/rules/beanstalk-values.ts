import { optionsOf } from '../../reach/read-hosts.ts'
import type { Finding } from '../finding.ts'
import { Pointer, type Placed } from '../linked.ts'
import { fault, type Rule } from '../rule.ts'

const id = 'beanstalk-values'
const properties = 'aws:elasticbeanstalk:application:environment'
const balancer = 'aws:elbv2:loadbalancer'

/** Of a balancer that Beanstalk shares: all else about it stands in our templates, and Beanstalk refuses to be told. */
const ofShared: [namespace: RegExp, options: string[]][] = [
  [/^aws:elbv2:loadbalancer$/, ['SharedLoadBalancer', 'SecurityGroups']],
  [/^aws:elbv2:listener:\d+$/, ['Rules']],
]
/** Only the tier behind a balancer knows what belongs to one. */
const behindBalancers = /^aws:elbv2:|^aws:elasticbeanstalk:environment:process:/
/** Hosts and paths of one rule at a balancer, the environment's own name among them. */
const mostConditions = 5

/** What a property of an environment may hold, by Beanstalk's guide; all of them together have bounds too. */
const allowed = /^[A-Za-z0-9\s_.:/=+\\\-@'"]*$/
const longest = 256
const mostBytes = 4096
/** No ARN or address that CloudFormation puts in is longer. */
const longestPut = 150

interface Setting {
  Namespace: string
  OptionName: string
  Value?: unknown
}

/** What Beanstalk has, but not here or not with this value: it refuses the whole environment, or does otherwise. */
export const beanstalkValues: Rule = ({ linked }) =>
  linked
    .of('AWS::ElasticBeanstalk::Environment')
    .flatMap((placed) => [...ofTheTier(placed), ...ofTheBalancer(placed), ...ofTheProgram(placed)])

const settingsOf = ({ properties: { OptionSettings } }: Placed) => (OptionSettings ?? []) as Setting[]
const path = ({ Namespace, OptionName }: Setting) => `OptionSettings ${Namespace} ${OptionName}`

function ofTheTier(placed: Placed): Finding[] {
  if ((placed.properties['Tier'] as Record<string, unknown> | undefined)?.['Name'] !== 'Worker') return []
  return settingsOf(placed)
    .filter(({ Namespace }) => behindBalancers.test(Namespace))
    .map((setting) =>
      fault(id, placed, `A worker has no balancer to set ${setting.OptionName} of`, 'Leave it out.', path(setting)),
    )
}

function ofTheBalancer(placed: Placed): Finding[] {
  const option = optionsOf(placed.properties)
  if (option('aws:elasticbeanstalk:environment', 'LoadBalancerIsShared') !== 'true') return []
  const settings = settingsOf(placed)
  const refused = settings.filter(({ Namespace, OptionName }) =>
    ofShared.some(([namespace, options]) => namespace.test(Namespace) && !options.includes(OptionName)),
  )
  const rules = [...new Set(settings.map(({ Namespace }) => Namespace).filter((name) => /:listenerrule:/.test(name)))]
  return [
    ...refused.map((setting) =>
      fault(
        id,
        placed,
        `${setting.OptionName} is not Beanstalk's of a shared balancer`,
        'Leave it out.',
        path(setting),
      ),
    ),
    ...(option(balancer, 'SecurityGroups') === undefined
      ? [
          fault(
            id,
            placed,
            'Beanstalk puts a group of its own on the balancer, which is open to the world',
            'Set SecurityGroups to those the balancer has.',
            `OptionSettings ${balancer}`,
          ),
        ]
      : []),
    ...rules.flatMap((rule) => {
      const listed = (name: string) => {
        const value = option(rule, name)
        return value === undefined ? [] : String(value).split(',')
      }
      const conditions = 1 + listed('HostHeaders').length + listed('PathPatterns').length
      return [
        ...(listed('HostHeaders').length === 0
          ? [
              fault(
                id,
                placed,
                'Only requests by the name that Beanstalk gives the environment are let through',
                'Set HostHeaders to the name by which it is asked.',
                `OptionSettings ${rule}`,
              ),
            ]
          : []),
        ...(conditions > mostConditions
          ? [
              fault(
                id,
                placed,
                `${conditions} hosts and paths, one of them Beanstalk's own; a balancer takes ${mostConditions}`,
                'Name fewer, or part it into two rules.',
                `OptionSettings ${rule}`,
              ),
            ]
          : []),
      ]
    }),
  ]
}

function ofTheProgram(placed: Placed): Finding[] {
  const set = settingsOf(placed)
    .filter(({ Namespace }) => Namespace === properties)
    .map((setting) => ({ setting, text: textOf(setting.Value) }))
  const bytes = set.reduce((sum, { setting, text }) => sum + Buffer.byteLength(`${setting.OptionName}=${text}`), 0)
  return [
    ...set
      .filter(({ text }) => !allowed.test(text) || text.length > longest)
      .map(({ setting, text }) =>
        fault(
          id,
          placed,
          text.length > longest
            ? `${setting.OptionName} has ${text.length} characters; Beanstalk takes ${longest}`
            : `${setting.OptionName} holds ${[...new Set(text.replaceAll(/[A-Za-z0-9\s_.:/=+\\\-@'"]/g, ''))].join(' ')}, which Beanstalk does not take`,
          'Say it in letters, digits, spaces and _ . : / = + \\ - @, or put it into the secret of settings.',
          path(setting),
        ),
      ),
    ...(bytes > mostBytes
      ? [
          fault(
            id,
            placed,
            `Its properties come to ${bytes} bytes; Beanstalk takes ${mostBytes}`,
            'Put some of them into the secret of settings.',
            `OptionSettings ${properties}`,
          ),
        ]
      : []),
  ]
}

/** A value with what CloudFormation puts in at its longest. */
const textOf = (value: unknown): string =>
  (value instanceof Pointer ? '{}' : String(value ?? '')).replaceAll(/\{[^}]*\}/g, 'x'.repeat(longestPut))
