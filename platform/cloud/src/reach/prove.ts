import { contains } from './address.ts'
import type { Acl, AclRule, Group, GroupRule, Host, Net, Outside, Ports, Protocol, Subnet } from './net.ts'
import { protocols } from './net.ts'
import { merged, pieces, presentPorts } from './ports.ts'

/** Somebody can begin a connection to somebody. */
export interface Reach {
  from: string
  to: string
  protocol: Protocol
  ports: Ports[]
  /** The ports of a client that get their answers. */
  answered: Ports[]
  /** False when answers come back to some of the ports a client may have and not to others: works now and then. */
  reliable: boolean
  /** The rules that let it through, in the order in which a packet meets them. */
  by: string[]
}

/** One end of a connection: a host in one of its subnets with one address, or somebody outside. */
export interface End {
  name: string
  key: string
  address: number
  subnet?: Subnet
  host?: Host
  outside?: Outside
}

/** A client's own port: Linux takes 32768 and up, balancers and NAT gateways 1024 and up. */
const clientPorts: Ports = { from: 1024, to: 65535 }

/** Computes who can talk to whom: security groups, network ACLs there and back, routes and public addresses. */
export function prove(net: Net): Reach[] {
  const ends = endsOf(net)
  const byPair = new Map<string, Reach>()
  for (const from of ends) {
    for (const to of ends) {
      if (from === to || (from.outside && to.outside)) continue
      for (const protocol of protocols) {
        for (const reach of reachesOf(net, from, to, protocol)) {
          // Other zones fare alike; what lets the first through is told.
          const key = [reach.from, reach.to, reach.protocol, reach.reliable, JSON.stringify(reach.ports)].join(' ')
          if (!byPair.has(key)) byPair.set(key, reach)
        }
      }
    }
  }
  return [...byPair.values()]
}

/** All ends there are: each host once in each of its subnets, and once more in each part of one that a rule names. */
export function endsOf({ hosts, outsides }: Net): End[] {
  const ranges = hosts
    .flatMap(({ groups }) => groups ?? [])
    .flatMap(({ ingress, egress }) => [...ingress, ...egress])
    .flatMap(({ peer }) => ('range' in peer ? [peer.range] : []))
    .concat(
      hosts.flatMap(({ subnets }) => subnets.flatMap(({ acl }) => [...acl.in, ...acl.out].map(({ range }) => range))),
    )
  return [
    // NAT gateways are no ends: they pass on what others began, and answer to nobody.
    ...hosts
      .filter(({ groups }) => groups !== undefined)
      .flatMap((host, index) =>
        host.subnets.flatMap((subnet) => {
          // The first four addresses of a subnet are AWS's own.
          const plain = subnet.range.first + 10 + index
          const within = ranges.filter(({ first, bits }) => bits > subnet.range.bits && contains(subnet.range, first))
          const addresses = new Set([plain, ...within.map(({ first, bits }) => (bits > 30 ? first : first + 1))])
          return [...addresses].map((address) => ({
            name: host.name,
            key: `${host.key}@${address}`,
            address,
            subnet,
            host,
          }))
        }),
      ),
    ...outsides.map((outside) => ({ name: outside.name, key: outside.name, address: outside.address, outside })),
  ]
}

function reachesOf(net: Net, from: End, to: End, protocol: Protocol): Reach[] {
  const touched = [from, to].flatMap(rangesThatMatter).concat(viaOf(net, from, to)?.ranges ?? [])
  const byRules = new Map<string, Reach>()
  for (const ports of pieces(touched)) {
    const found = canReach(net, from, to, protocol, ports.from)
    if (!found) continue
    const known = byRules.get(found.by.join())
    if (known) known.ports = merged([...known.ports, ports])
    else byRules.set(found.by.join(), { from: from.name, to: to.name, protocol, ports: [ports], ...found })
  }
  return [...byRules.values()]
}

const rangesThatMatter = ({ host, subnet }: End): Ports[] => [
  ...(host?.groups ?? []).flatMap(({ ingress, egress }) => [...ingress, ...egress]),
  ...(subnet ? [...subnet.acl.in, ...subnet.acl.out] : []),
]

/** What a packet to the outside passes through on its way: nothing, or a host with an address of its own. */
function viaOf(net: Net, from: End, to: End) {
  if (!from.subnet || !to.outside) return undefined
  const route = routeOf(from.subnet, to)
  if (route?.target.kind !== 'nat') return undefined
  const { through } = route.target
  const host = net.hosts.find(({ key }) => key === through)
  const subnet = host?.subnets[0]
  if (!host || !subnet) return undefined
  const end = { name: host.name, key: host.key, address: subnet.range.first + 9, subnet, host } satisfies End
  return { end, route, ranges: rangesThatMatter(end) }
}

function routeOf(subnet: Subnet, to: End) {
  return subnet.routes
    .filter(({ to: range, target }) =>
      target.kind === 'service' ? to.outside?.service === true : contains(range, to.address),
    )
    .toSorted((one, other) => rank(one) - rank(other))[0]
}

/** The narrowest route wins; a gateway endpoint's is as narrow as its service. */
const rank = ({ to, target }: Subnet['routes'][number]) => (target.kind === 'service' ? -33 : -to.bits)

/**
 * Whether `from` can begin a connection to one port of `to`.
 * @returns undefined when not; otherwise whether every port of a client gets its answers, and by what it passes
 */
export function canReach(net: Net, from: End, to: End, protocol: Protocol, port: number) {
  const out = groupsLet(from, 'egress', protocol, port, to)
  const into = groupsLet(to, 'ingress', protocol, port, from)
  const hops = hopsOf(net, from, to)
  if (!out || !into || !hops) return undefined
  const by = [out]
  for (const hop of hops) {
    const passed = crosses(hop.a, hop.b, protocol, port, hop)
    if (!passed) return undefined
    by.push(...passed, ...hop.routes)
    if (hop.b === to) continue
    // Whoever passes packets on is asked for both: to take them and to send them.
    const taken = groupsLet(hop.b, 'ingress', protocol, port, from)
    const sent = groupsLet(hop.b, 'egress', protocol, port, to)
    if (!taken || !sent) return undefined
    by.push(taken, sent)
  }
  const answered = answers(hops, protocol)
  if (answered.length === 0) return undefined
  const reliable = answered[0]!.from === clientPorts.from && answered[0]!.to === clientPorts.to
  const partly = reliable ? [] : [`answers reach the ports ${answered.map(presentPorts).join(', ')} only`]
  return { reliable, answered, by: [...new Set([...by, into, ...partly])].filter((rule) => rule !== outside) }
}

/** One crossing between subnets, with the addresses that stand in the packet on its way there. */
interface Hop {
  a: End
  b: End
  source: number
  destination: number
  routes: string[]
}

/** The crossings that a packet makes, by the routes; undefined when no route leads there. */
function hopsOf(net: Net, from: End, to: End): Hop[] | undefined {
  const hop = (a: End, b: End, ...routes: string[]): Hop => ({
    a,
    b,
    source: a.address,
    destination: to.address,
    routes,
  })
  if (from.subnet && to.subnet) return [hop(from, to)]
  if (to.subnet) {
    // The world comes in by a public address, and its answers leave by the same gateway.
    const route = routeOf(to.subnet, from)
    const comesIn = to.host?.isPublic && !from.outside?.service && route?.target.kind === 'internet'
    return comesIn ? [hop(from, to, route.where)] : undefined
  }
  const route = from.subnet && routeOf(from.subnet, to)
  if (!route) return undefined
  if (route.target.kind === 'service') return [hop(from, to, route.where)]
  // Without an endpoint a service of AWS is a part of the world.
  if (to.outside?.service) return undefined
  if (route.target.kind === 'internet') return from.host?.isPublic ? [hop(from, to, route.where)] : undefined
  const via = viaOf(net, from, to)
  const onward = via && routeOf(via.end.subnet, to)
  if (!via?.end.host.isPublic || onward?.target.kind !== 'internet') return undefined
  return [hop(from, via.end, route.where), hop(via.end, to, onward.where)]
}

/** Network ACLs stand between subnets, not within one. */
function crosses(a: End, b: End, protocol: Protocol, port: number, packet: Pick<Hop, 'source' | 'destination'>) {
  if (a.subnet === b.subnet) return []
  const out = a.subnet ? aclLets(a.subnet.acl, 'out', protocol, port, packet.destination) : outside
  const into = b.subnet ? aclLets(b.subnet.acl, 'in', protocol, port, packet.source) : outside
  return out && into ? [out, into] : undefined
}

/** The ports of a client that answers come back to, over every crossing. */
function answers(hops: Hop[], protocol: Protocol): Ports[] {
  const ranges = hops.flatMap(({ a, b }) => [a, b].flatMap(rangesThatMatter))
  const passed = pieces(ranges, clientPorts).filter(({ from: port }) =>
    hops.every(({ a, b, source, destination }) =>
      crosses(b, a, protocol, port, { source: destination, destination: source }),
    ),
  )
  return merged(passed)
}

/** Where no rule of ours stands. */
const outside = 'outside'

function aclLets(acl: Acl, direction: 'in' | 'out', protocol: Protocol, port: number, address: number) {
  const fits = (rule: AclRule) =>
    (rule.protocol === 'all' || rule.protocol === protocol) &&
    port >= rule.from &&
    port <= rule.to &&
    contains(rule.range, address)
  const rule = acl[direction].find(fits)
  return rule?.allow ? rule.where : undefined
}

function groupsLet(end: End, direction: 'ingress' | 'egress', protocol: Protocol, port: number, other: End) {
  if (!end.host?.groups) return end.outside ? outside : end.key
  const fits = (rule: GroupRule) =>
    (rule.protocol === 'all' || rule.protocol === protocol) &&
    port >= rule.from &&
    port <= rule.to &&
    meets(rule, other)
  return end.host.groups.flatMap((group: Group) => group[direction]).find(fits)?.where
}

function meets({ peer }: GroupRule, { address, host, outside }: End): boolean {
  if ('range' in peer) return contains(peer.range, address)
  if ('group' in peer) return host?.groups?.some(({ key }) => key === peer.group) ?? false
  return outside?.prefixLists.includes(peer.prefixList) ?? false
}
