import { readGroups } from '../../reach/read-groups.ts'
import { fault, type Rule } from '../rule.ts'

const id = 'security-group'
/** What a group takes in each direction, and what a list of CloudFront's addresses counts for. */
const mostRules = 60
const weightOfList = 55

/** No group is open to the world, none leaves its ways out to AWS, none has more rules than AWS gives it. */
export const securityGroups: Rule = ({ linked }) =>
  [...readGroups(linked, []).values()].flatMap((group) => {
    const place = { stack: group.key.slice(0, group.key.indexOf('/')), id: group.key.slice(group.key.indexOf('/') + 1) }
    // Half of the world is the world: nobody owns a range this wide.
    const wide = group.ingress.filter(({ peer }) => 'range' in peer && peer.range.bits < 8)
    return [
      ...wide.map(({ from, to, where }) =>
        fault(
          id,
          place,
          `It lets the world in on ${from}–${to} (${where})`,
          'Open to a group, to a list of AWS or to ranges you can name; the world meets the distribution alone.',
        ),
      ),
      ...group.egress
        .filter(({ where }) => where.includes('egress by default'))
        .map(() =>
          fault(
            id,
            place,
            'It names no way out, so AWS opens all of them',
            'Set SecurityGroupEgress (allowAllOutbound: false).',
          ),
        ),
      ...[group.ingress, group.egress]
        .map((rules) => rules.reduce((sum, { peer }) => sum + ('prefixList' in peer ? weightOfList : 1), 0))
        .filter((count) => count > mostRules)
        .map((count) =>
          fault(
            id,
            place,
            `Its rules count for ${count}, a list for ${weightOfList} of them; AWS gives a group ${mostRules}`,
            'Open to a list on one port only, and to others by another group.',
          ),
        ),
    ]
  })
