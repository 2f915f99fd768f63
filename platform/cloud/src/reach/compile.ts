import { textOf } from './address.ts'
import type { AclRule, GroupRule, Net, Protocol, Subnet } from './net.ts'
import type { End } from './prove.ts'

/** One network namespace: a component at one address, or everybody outside. */
export interface Stand {
  /** Of its link in the router: `e3`. */
  link: string
  ends: End[]
  /** It gives what passes through it its own address. */
  passesOn: boolean
}

/** What makes the network out of a kernel: lines for `ip -batch` and for `nft -f`, by where they run. */
export interface Compiled {
  stands: Stand[]
  /** Of the router; `@` before a name of a stand's namespace. */
  routerLinks: string[]
  routerRules: string
  /** By link. */
  standLinks: Map<string, string[]>
  standRules: Map<string, string>
}

/** Ports on which an agent hears everything that comes to its namespace, whatever port it was sent to. */
export const heard = { tcp: 7000, udp: 7001 }
const gateway = '169.254.1.1'
const worldLink = 'wan'
const serviceLink = 'svc'

/**
 * Compiles the same model the prover reads, by another road: routes become routing tables, network ACLs rules that
 * remember nothing, security groups rules that remember connections, NAT a namespace that masquerades. What passes is
 * then the kernel's word.
 * @param ends who gets a namespace: hosts with the address to stand at, and those outside
 */
export function compile(net: Net, ends: End[]): Compiled {
  const hosts = ends.filter(({ host }) => host)
  const gateways = net.hosts
    .filter(({ groups }) => groups === undefined)
    .map((host): End => ({
      name: host.name,
      key: host.key,
      host,
      subnet: host.subnets[0]!,
      address: host.subnets[0]!.range.first + 9,
    }))
  const throughs = new Set(
    [...hosts, ...gateways].flatMap(({ subnet }) =>
      subnet!.routes.flatMap(({ target }) => (target.kind === 'nat' ? [target.through] : [])),
    ),
  )
  const stands: Stand[] = [
    ...[...hosts, ...gateways].map((end, index) => ({
      link: `e${index}`,
      ends: [end],
      passesOn: throughs.has(end.key.replace(/@\d+$/, '')),
    })),
    { link: worldLink, ends: ends.filter(({ outside }) => outside && !outside.service), passesOn: false },
    { link: serviceLink, ends: ends.filter(({ outside }) => outside?.service), passesOn: false },
  ]
  const inside = stands.filter(({ ends: [end] }) => end?.host)
  return {
    stands,
    routerLinks: routerLinks(stands, inside),
    routerRules: routerRules(stands, inside),
    standLinks: new Map(stands.map((stand) => [stand.link, standLinks(stand)])),
    standRules: new Map(stands.map((stand) => [stand.link, standRules(stand)])),
  }
}

const addressesOf = ({ ends }: Stand) => ends.map(({ address }) => textOf(address))

function standLinks(stand: Stand): string[] {
  return [
    'link set lo up',
    'link set eth0 up',
    // An address to be redirected to; those of the outside stand beside it.
    ...addressesOf(stand).map((address) => `addr add ${address}/32 dev eth0`),
    `route add default via ${gateway} dev eth0 onlink`,
  ]
}

/** Everything sent to the namespace itself reaches the agent; what passes through is given its address. */
function standRules({ passesOn }: Stand): string {
  return `table ip stand {
  chain hear {
    type nat hook prerouting priority dstnat;
    fib daddr type local tcp dport 1-65535 redirect to :${heard.tcp}
    fib daddr type local udp dport 1-65535 redirect to :${heard.udp}
  }
  ${passesOn ? 'chain pass { type nat hook postrouting priority srcnat; iifname "eth0" oifname "eth0" masquerade; }' : ''}
}`
}

function routerLinks(stands: Stand[], inside: Stand[]): string[] {
  const tables = new Map(
    [...new Set(inside.map(({ ends: [end] }) => end!.subnet!))].map((subnet, index) => [subnet, 1000 + index]),
  )
  const standOf = (key: string) => inside.find(({ ends: [end] }) => end!.key === key || end!.key.startsWith(`${key}@`))
  return [
    ...stands.flatMap((stand) => [
      `link add ${stand.link} type veth peer name eth0 netns @${stand.link}`,
      `addr add ${gateway}/32 dev ${stand.link}`,
      `link set ${stand.link} up`,
    ]),
    ...stands.flatMap((stand) => addressesOf(stand).map((address) => `route add ${address}/32 dev ${stand.link}`)),
    // What is inside is found by its address; what is outside, by the routes of the subnet one stands in.
    ...inside.map((stand) => `rule add to ${addressesOf(stand)[0]}/32 lookup main pref 100`),
    ...inside.map((stand) => `rule add iif ${stand.link} lookup ${tables.get(stand.ends[0]!.subnet!)} pref 200`),
    ...[...tables].flatMap(([subnet, table]) => [
      `route add unreachable default table ${table} metric 9999`,
      ...subnet.routes.flatMap(({ to, target }) => {
        const range = `${textOf(to.first)}/${to.bits}`
        if (target.kind === 'internet') return [`route add ${range} dev ${worldLink} table ${table}`]
        if (target.kind === 'nat') {
          const through = standOf(target.through)
          return through
            ? [`route add ${range} via ${addressesOf(through)[0]} dev ${through.link} onlink table ${table}`]
            : []
        }
        const services = stands.filter(({ link }) => link === serviceLink).flatMap(addressesOf)
        return services.map((service) => `route replace ${service}/32 dev ${serviceLink} table ${table}`)
      }),
    ]),
  ]
}

function routerRules(stands: Stand[], inside: Stand[]): string {
  const bySubnet = Map.groupBy(inside, ({ ends: [end] }) => end!.subnet!)
  const links = (some: Stand[]) => `{ ${some.map(({ link }) => `"${link}"`).join(', ')} }`
  const names = new Map([...bySubnet.keys()].map((subnet, index) => [subnet, `subnet${index}`]))
  const hidden = inside.filter(({ ends: [end] }) => !end!.host!.isPublic)
  return `table ip router {
${[...bySubnet.keys()].map((subnet) => aclChains(names.get(subnet)!, subnet)).join('\n')}
${inside.map((stand) => groupChains(stand, stands)).join('\n')}
  chain gateway {
    type filter hook forward priority -30; policy accept;
    iifname "${worldLink}" oifname "${serviceLink}" drop
${hidden.length > 0 ? `    iifname "${worldLink}" oifname ${links(hidden)} drop\n    iifname ${links(hidden)} oifname "${worldLink}" drop` : ''}
  }
  chain acls {
    type filter hook forward priority -20; policy accept;
${[...bySubnet].map(([subnet, some]) => `    iifname ${links(some)} oifname != ${links(some)} jump ${names.get(subnet)}out\n    oifname ${links(some)} iifname != ${links(some)} jump ${names.get(subnet)}in`).join('\n')}
  }
  chain groups {
    type filter hook forward priority 0; policy drop;
    ct state established,related accept
    iifname "${serviceLink}" drop
${inside.map(({ link }) => `    iifname "${link}" jump ${link}egress\n    oifname "${link}" jump ${link}ingress`).join('\n')}
    accept
  }
}`
}

const portsOf = (protocol: Protocol | 'all', { from, to }: { from: number; to: number }) =>
  protocol === 'all' ? '' : `${protocol} dport ${from}-${to} `

function aclChains(name: string, { acl }: Subnet): string {
  const chain = (direction: 'in' | 'out', side: 'saddr' | 'daddr') => {
    const line = ({ protocol, range, allow, ...ports }: AclRule) =>
      `    ip ${side} ${textOf(range.first)}/${range.bits} ${portsOf(protocol, ports)}${allow ? 'return' : 'drop'}`
    return `  chain ${name}${direction} {\n${[...acl[direction].map(line), '    drop'].join('\n')}\n  }`
  }
  return `${chain('in', 'saddr')}\n${chain('out', 'daddr')}`
}

function groupChains({ link, ends: [end] }: Stand, stands: Stand[]): string {
  const all = stands.flatMap(({ ends }) => ends)
  const peers = ({ peer }: GroupRule): string[] => {
    if ('range' in peer) return [`${textOf(peer.range.first)}/${peer.range.bits}`]
    const met = all.filter(({ host, outside }) =>
      'group' in peer
        ? host?.groups?.some(({ key }) => key === peer.group)
        : outside?.prefixLists.includes(peer.prefixList),
    )
    return met.map(({ address }) => textOf(address))
  }
  const chain = (direction: 'ingress' | 'egress', side: 'saddr' | 'daddr') => {
    const lines = end!.host!.groups?.flatMap((group) =>
      group[direction].flatMap((rule) =>
        peers(rule).map((peer) => `    ip ${side} ${peer} ${portsOf(rule.protocol, rule)}return`),
      ),
    )
    return `  chain ${link}${direction} {\n${lines ? [...lines, '    drop'].join('\n') : ''}\n  }`
  }
  return `${chain('egress', 'daddr')}\n${chain('ingress', 'saddr')}`
}

/**
 * Who gets a namespace: everybody outside, and each kind of host in two of its subnets, at its plain address. Hosts of
 * one name in the same groups fare alike; only those that packets pass through each have their own.
 */
export function standingEnds(ends: End[]): End[] {
  const taken = new Map<string, Set<Subnet>>()
  return ends.filter(({ host, subnet }) => {
    if (!host || !subnet) return true
    const kind =
      host.name === 'nat' ? host.key : [host.name, host.isPublic, ...host.groups!.map(({ key }) => key)].join()
    const known = taken.get(kind) ?? new Set()
    if (known.has(subnet) || known.size === 2) return false
    taken.set(kind, known.add(subnet))
    return true
  })
}
