import { keyOf } from '../../reach/keys.ts'
import { distributionListsOf } from '../../reach/read.ts'
import { readGroups } from '../../reach/read-groups.ts'
import type { Finding } from '../finding.ts'
import { asList, fault, type Rule } from '../rule.ts'

const id = 'front-door'

/**
 * People come by the distribution and in no other way: it alone says who asks, so limits by address hold for nobody
 * who goes past it. The balancer takes its list of addresses, and the domain leads to it.
 */
export const frontDoor: Rule = ({ linked, place }) => {
  const lists = distributionListsOf(linked)
  const groups = readGroups(linked, [])
  const balancers = linked
    .of('AWS::ElasticLoadBalancingV2::LoadBalancer')
    .filter(({ properties }) => (properties['Scheme'] ?? 'internet-facing') === 'internet-facing')
  const distributions = linked.of('AWS::CloudFront::Distribution').filter(({ properties }) => {
    const config = (properties['DistributionConfig'] ?? {}) as Record<string, unknown>
    return asList(config['Aliases']).includes(place.domain)
  })
  const records = linked
    .of('AWS::Route53::RecordSet')
    .filter(({ properties }) => String(properties['Name']).replace(/\.$/, '') === place.domain)
  return [
    ...balancers.flatMap((balancer): Finding[] =>
      asList(balancer.properties['SecurityGroups'])
        .flatMap((group) => groups.get(keyOf(group))?.ingress ?? [])
        .filter(({ peer }) => !('group' in peer) && !('prefixList' in peer && lists.has(peer.prefixList)))
        .map(({ where }) =>
          fault(
            id,
            balancer,
            `It lets in others than the distribution (${where})`,
            'Open it to the list of CloudFront’s addresses only (network/distribution-list.ts).',
            'SecurityGroups',
          ),
        ),
    ),
    ...(distributions.length > 0
      ? []
      : balancers.map((balancer) =>
          fault(
            id,
            balancer,
            `No distribution serves ${place.domain}`,
            'Give the place its distribution (web/web.ts): the balancer is not for people.',
          ),
        )),
    ...records
      .filter(({ properties }) => {
        const target = (properties['AliasTarget'] ?? {}) as Record<string, unknown>
        return linked.at(target['DNSName'])?.type !== 'AWS::CloudFront::Distribution'
      })
      .map((record) =>
        fault(
          id,
          record,
          `${place.domain} leads past the distribution`,
          'Alias it to the distribution; the balancer has a name of its own below the domain.',
          'AliasTarget',
        ),
      ),
  ]
}
