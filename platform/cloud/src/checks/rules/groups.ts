import { keyOf } from '../../reach/keys.ts'
import { readGroups } from '../../reach/read-groups.ts'
import { fault, asList, type Rule } from '../rule.ts'

const id = 'security-group'
const doors = [80, 443]

/** Only the balancer is open to the world, on 443 and on 80; no group leaves its ways out to AWS. */
export const securityGroups: Rule = ({ linked }) => {
  const balancers = new Set(
    linked
      .of('AWS::ElasticLoadBalancingV2::LoadBalancer')
      .flatMap(({ properties }) => asList(properties['SecurityGroups']).map(keyOf)),
  )
  return [...readGroups(linked, []).values()].flatMap((group) => {
    const place = { stack: group.key.slice(0, group.key.indexOf('/')), id: group.key.slice(group.key.indexOf('/') + 1) }
    // Half of the world is the world: nobody owns a range this wide.
    const wide = group.ingress.filter(({ peer }) => 'range' in peer && peer.range.bits < 8)
    // Before there is a balancer, its group is known by what it is called.
    const isBalancer = balancers.has(group.key) || (balancers.size === 0 && /^balancer/i.test(place.id))
    return [
      ...wide
        .filter(({ protocol, from, to }) => !(isBalancer && protocol === 'tcp' && from === to && doors.includes(from)))
        .map(({ from, to, where }) =>
          fault(
            id,
            place,
            `It lets the world in on ${from}–${to} (${where})`,
            'Open to a group, or to ranges you can name; the world meets the balancer alone.',
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
    ]
  })
}
