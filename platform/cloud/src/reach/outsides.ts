import type { Stage } from '../stages.ts'
import { contains, includes, isPrivate, rangeOf, type Range } from './address.ts'
import type { Host, Outside } from './net.ts'

/** From the range that documentation keeps for itself: nobody's address. */
const anybody = rangeOf('198.51.100.7/32')!.first
/** Stands in for the services behind gateway endpoints; whoever is on a list has one of those behind it. */
const awsService = rangeOf('198.51.100.9/32')!.first

/** What no router carries: rules name it to say “nobody”. */
const nobody = ['127.0.0.0/8', '169.254.0.0/16', '255.255.255.255/32'].map((cidr) => rangeOf(cidr)!)

/**
 * Who stands outside, each with one address to speak for all that fare alike: anybody, everyone whom some rule names by
 * range or list, and AWS's services behind gateway endpoints. Only ranges the stage itself lets in and the list of the
 * distribution have a name of their own; any other is `world`, however small, so that opening to it is noticed.
 * @param distributionLists keys of the lists that hold the addresses CloudFront asks from
 */
export function outsidesOf(
  { bastion }: Pick<Stage, 'bastion'>,
  hosts: Host[],
  distributionLists: Set<string> = new Set(),
): Outside[] {
  const subnets = [...new Set(hosts.flatMap((host) => host.subnets))]
  const groups = hosts.flatMap((host) => host.groups ?? [])
  const groupPeers = groups.flatMap(({ ingress, egress }) => [...ingress, ...egress]).map(({ peer }) => peer)
  const named: Range[] = [
    ...groupPeers.flatMap((peer) => ('range' in peer ? [peer.range] : [])),
    ...subnets.flatMap(({ acl }) => [...acl.in, ...acl.out].map(({ range }) => range)),
  ]
  const lists = new Set(groupPeers.flatMap((peer) => ('prefixList' in peer ? [peer.prefixList] : [])))
  const letIn = (bastion.ssh?.allowedCidrs ?? []).flatMap((cidr) => rangeOf(cidr) ?? [])
  const isInside = (address: number) => subnets.some(({ range }) => contains(range, address))

  const byAddress = new Map<number, Outside>()
  const add = (address: number, name: string) => {
    if (!isInside(address) && !byAddress.has(address))
      byAddress.set(address, { name, address, prefixLists: [], service: false })
  }
  add(anybody, 'world')
  for (const range of named) {
    if (range.bits === 0 || isPrivate(range) || nobody.some((none) => includes(none, range))) continue
    // The second address: the first of a range is not a host's.
    const address = range.bits > 30 ? range.first : range.first + 1
    add(address, letIn.some((own) => contains(own, address)) ? 'ssh range' : 'world')
  }
  const other = [...lists].map((list, index) => ({
    name: distributionLists.has(list) ? 'distribution' : 'world',
    address: awsService + 1 + index,
    prefixLists: [list],
    service: false,
  }))
  const hasEndpoint = subnets.some(({ routes }) => routes.some(({ target }) => target.kind === 'service'))
  const service = {
    name: 'service',
    address: awsService,
    prefixLists: [...lists].filter((list) => !distributionLists.has(list)),
    service: true,
  }
  return [...byAddress.values(), ...other, ...(hasEndpoint ? [service] : [])]
}
