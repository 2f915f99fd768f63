import type { Range } from './address.ts'

export const protocols = ['tcp', 'udp'] as const
export type Protocol = (typeof protocols)[number]

/** Ports from–to, both within. */
export interface Ports {
  from: number
  to: number
}

export type Peer = { range: Range } | { group: string } | { prefixList: string }

/** One opening of a security group. */
export interface GroupRule extends Ports {
  protocol: Protocol | 'all'
  peer: Peer
  /** Where it stands, for people: `baton-staging-network/apiGroup`. */
  where: string
}

/** Lets answers pass by itself; what no rule opens stays closed. */
export interface Group {
  key: string
  ingress: GroupRule[]
  egress: GroupRule[]
}

/** One line of a network ACL. The lowest number that fits decides; what none fits is dropped. */
export interface AclRule extends Ports {
  number: number
  allow: boolean
  protocol: Protocol | 'all'
  range: Range
  where: string
}

/** Remembers nothing: answers need rules of their own. */
export interface Acl {
  key: string
  in: AclRule[]
  out: AclRule[]
}

export type RouteTarget =
  | { kind: 'internet' }
  /** `through` names the host that passes packets on under its own address. */
  | { kind: 'nat'; through: string }
  /** Only to the AWS service behind a gateway endpoint. */
  | { kind: 'service'; endpoint: string }

export interface Route {
  to: Range
  target: RouteTarget
  where: string
}

export interface Subnet {
  key: string
  range: Range
  acl: Acl
  routes: Route[]
}

/** Something with addresses in the network: a balancer, a kind of instance, a database. */
export interface Host {
  /** What the policy calls it: `api`. Several hosts may share a name. */
  name: string
  key: string
  /** Keys of its security groups; undefined when it has none by its nature (a NAT gateway). */
  groups: Group[] | undefined
  /** It may stand in any of these. */
  subnets: Subnet[]
  /** Whether the world can address it, as far as its subnet has a route. */
  isPublic: boolean
}

/** Who is outside of the network. */
export interface Outside {
  /** `world`, `distribution` (CloudFront, asking), `ssh range` or `service` (AWS behind a gateway endpoint). */
  name: string
  /** A stand-in for all of its addresses. */
  address: number
  prefixLists: string[]
  service: boolean
}

export interface Net {
  hosts: Host[]
  outsides: Outside[]
  /** What stands in the templates and this model cannot judge; each is a fault. */
  unknown: string[]
}
