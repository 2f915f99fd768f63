import type { AllocateCidrRequest, IIpAddresses, SubnetIpamOptions, VpcIpamOptions } from 'aws-cdk-lib/aws-ec2'
import { Refused } from '../refused.ts'

/** Who stands where: the balancer and the way out, the programs, the state. */
export const tierNames = ['public', 'application', 'data'] as const
export type TierName = (typeof tierNames)[number]

/** Address ranges of one network. Each tier is one range of its own, so that a rule can name a tier by it. */
export interface Addresses {
  whole: string
  tiers: Record<TierName, string>
  /** One range a zone, by the number of the zone. */
  subnets: Record<TierName, string[]>
}

interface Share {
  /** Where in the third number the tier begins, and how many of its numbers it has. */
  starts: number
  size: number
  /** How many third numbers each zone has of it. */
  zone: number
}

/**
 * Zones keep their ranges when a third one is added: every tier has room for four. From 96 on all is free.
 * Programs have the most room (4,091 addresses a zone): a rolling update has twice the instances for a while.
 */
const shares: Record<TierName, Share> = {
  application: { starts: 0, size: 64, zone: 16 },
  public: { starts: 64, size: 16, zone: 4 },
  data: { starts: 80, size: 16, zone: 4 },
}

/**
 * Divides a /16 among tiers and zones.
 * @throws Refused when `cidr` is no private /16 with nothing behind its second number
 */
export function addressesOf(cidr: string, zones: number): Addresses {
  const match = /^(?<prefix>10\.\d{1,3}|172\.(?:1[6-9]|2\d|3[01])|192\.168)\.0\.0\/16$/.exec(cidr)
  const prefix = match?.groups?.['prefix']
  if (!prefix || Number(prefix.split('.')[1]) > 255) {
    throw new Refused(
      `network.cidr: wanted a private /16 like 10.40.0.0/16, found “${cidr}”. Put it right in platform/cloud/src/stages.ts.`,
    )
  }
  const range = (start: number, size: number) => `${prefix}.${start}.0/${24 - Math.log2(size)}`
  const perTier = <T>(make: (share: Share) => T) =>
    Object.fromEntries(tierNames.map((tier) => [tier, make(shares[tier])])) as Record<TierName, T>
  return {
    whole: cidr,
    tiers: perTier(({ starts, size }) => range(starts, size)),
    subnets: perTier(({ starts, zone }) =>
      Array.from({ length: zones }, (_, index) => range(starts + index * zone, zone)),
    ),
  }
}

/** Gives CDK's VPC the ranges of the plan instead of those it would count out one after another. */
export class PlannedAddresses implements IIpAddresses {
  readonly #addresses: Addresses

  constructor(addresses: Addresses) {
    this.#addresses = addresses
  }

  allocateVpcCidr(): VpcIpamOptions {
    return { cidrBlock: this.#addresses.whole }
  }

  allocateSubnetsCidr({ requestedSubnets }: AllocateCidrRequest): SubnetIpamOptions {
    const given: Partial<Record<TierName, number>> = {}
    const allocatedSubnets = requestedSubnets.map(({ configuration }) => {
      const tier = configuration.name as TierName
      const zone = given[tier] ?? 0
      given[tier] = zone + 1
      return { cidr: this.#addresses.subnets[tier][zone]! }
    })
    return { allocatedSubnets }
  }
}
