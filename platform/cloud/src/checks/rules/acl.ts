import { includes, overlaps } from '../../reach/address.ts'
import { readAcls } from '../../reach/read-acls.ts'
import type { Acl, AclRule } from '../../reach/net.ts'
import type { Finding } from '../finding.ts'
import { fault, type Rule } from '../rule.ts'

const id = 'network-acl'

/** Numbers are AWS's and each is used once, as many as it gives; every line can be met, every way has its way back. */
export const networkAcl: Rule = ({ linked }) => {
  const entries = linked.of('AWS::EC2::NetworkAclEntry')
  const numbers = entries.flatMap((placed): Finding[] => {
    const number = Number(placed.properties['RuleNumber'])
    if (Number.isInteger(number) && number >= 1 && number <= 32766) return []
    return [
      fault(id, placed, `Rule number ${number} does not exist`, 'Take a whole number from 1 to 32766.', 'RuleNumber'),
    ]
  })
  const seen = new Map<string, string>()
  const twice = entries.flatMap((placed): Finding[] => {
    const { NetworkAclId, Egress, RuleNumber } = placed.properties
    const key = [String(NetworkAclId), String(Egress ?? false), String(RuleNumber)].join(' ')
    const first = seen.get(key)
    seen.set(key, placed.id)
    if (first === undefined) return []
    return [
      fault(
        id,
        placed,
        `${first} has the same number in the same direction`,
        'Number each line once, with gaps.',
        'RuleNumber',
      ),
    ]
  })
  const aclOf = readAcls(linked, [])
  const acls = new Map(
    linked
      .of('AWS::EC2::Subnet')
      .map(({ stack, id: subnet }) => aclOf(`${stack}/${subnet}`))
      .map((acl) => [acl.key, acl]),
  )
  return [
    ...numbers,
    ...twice,
    ...[...acls.values()].flatMap((acl) => [...tooMany(acl), ...unreachable(acl), ...withoutWayBack(acl)]),
  ]
}

/** What AWS gives an ACL in each direction, besides the line that forbids all else. */
const mostLines = 20

function tooMany(acl: Acl): Finding[] {
  return (['in', 'out'] as const)
    .filter((direction) => acl[direction].length > mostLines)
    .map((direction) =>
      fault(
        id,
        placeOf(acl.key),
        `It has ${acl[direction].length} lines ${direction}; AWS gives it ${mostLines}`,
        'Name fewer ranges or wider ones, such as those of bastion.ssh in stages.ts.',
        'NetworkAclEntry',
      ),
    )
}

const placeOf = (where: string) => ({
  stack: where.slice(0, where.indexOf('/')),
  id: where.slice(where.indexOf('/') + 1),
})

/** Lines that an earlier one always takes the packets of, with another answer. */
function unreachable(acl: Acl): Finding[] {
  return [acl.in, acl.out].flatMap((rules) =>
    rules.flatMap((rule, index) => {
      const earlier = rules.slice(0, index).find((before) => covers(before, rule) && before.allow !== rule.allow)
      if (!earlier) return []
      const says = `It is never met: ${placeOf(earlier.where).id} has a smaller number and takes all of its packets`
      return [
        fault(
          id,
          placeOf(rule.where),
          says,
          'Number what forbids before what allows, the narrow before the wide.',
          'RuleNumber',
        ),
      ]
    }),
  )
}

const covers = (wide: AclRule, narrow: AclRule) =>
  (wide.protocol === 'all' || wide.protocol === narrow.protocol) &&
  wide.from <= narrow.from &&
  wide.to >= narrow.to &&
  includes(wide.range, narrow.range)

/** For each way that is opened to begin connections: some line in the other direction for all of a client's ports. */
function withoutWayBack(acl: Acl): Finding[] {
  return (['in', 'out'] as const).flatMap((direction) =>
    acl[direction]
      .filter(({ allow, from, protocol }) => allow && from < 1024 && protocol !== 'all')
      .filter((rule) => {
        const back = acl[direction === 'in' ? 'out' : 'in'].filter(
          (answer) =>
            answer.allow &&
            (answer.protocol === 'all' || answer.protocol === rule.protocol) &&
            answer.from <= 1024 &&
            answer.to === 65535,
        )
        return !back.some((answer) => overlaps(answer.range, rule.range))
      })
      .map((rule) =>
        fault(
          id,
          placeOf(rule.where),
          `It lets port ${rule.from} ${direction}, and no line lets the answers back`,
          `Add a line ${direction === 'in' ? 'out' : 'in'} for the ports 1024–65535 of the same range.`,
          'PortRange',
        ),
      ),
  )
}
