import { readdirSync, readFileSync } from 'node:fs'

/** What AWS asks in one region, in US dollars without tax, on demand. */
export interface Prices {
  /** When the prices were read, `YYYY-MM-DD`, and from where. */
  readAt: string
  source: string
  region: string
  /** An hour of an instance: EC2 (`m7g.large`), RDS PostgreSQL in one zone (`db.m7g.large`). */
  instanceHour: Record<string, number>
  /** Everything else by name; each name says its unit. */
  each: Record<PriceName, number>
}

export const priceNames = [
  'balancerHour',
  'balancerCapacityUnitHour',
  'publicAddressHour',
  'natGatewayHour',
  'natGatewayGb',
  'endpointZoneHour',
  'volumeGbMonth',
  'databaseStorageGbMonth',
  'databaseBackupGbMonth',
  'auroraCapacityUnitHour',
  'auroraStorageGbMonth',
  'databaseProxyCpuHour',
  'encryptionKeyMonth',
  'secretMonth',
  'zoneMonth',
  'alarmMonth',
  'compositeAlarmMonth',
  'dashboardMonth',
  'metricMonth',
  'logGb',
  'logGbMonth',
  'objectGbMonth',
  'objectWriteThousand',
  'objectReadThousand',
  'queueRequestMillion',
  'functionRequestMillion',
  'functionGbSecond',
  'firewallMonth',
  'firewallRuleMonth',
  'firewallRequestMillion',
  'distributionRequestTenThousand',
  'distributionGb',
  'transferOutGb',
  'scannedTb',
] as const
export type PriceName = (typeof priceNames)[number]

interface PriceFile {
  readAt: string
  source: string
  regions: Record<string, { instanceHour: Record<string, number>; each: Record<PriceName, number> }>
}

const folder = new URL('../../prices/', import.meta.url)

/** The newest price file of the repository; nothing for a region it does not list. */
export function pricesOf(region: string): Prices | undefined {
  const newest = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .at(-1)
  if (!newest) return undefined
  const { readAt, source, regions } = JSON.parse(readFileSync(new URL(newest, folder), 'utf8')) as PriceFile
  const prices = regions[region]
  return prices && { readAt, source, region, ...prices }
}

/** What is said to people who ask for an instance without a price. */
export const noPrice = (type: string, { readAt, region }: Prices): string =>
  `The price file of ${readAt} has no price for ${type} in ${region}. ` +
  'If AWS has that type, add it to `instanceHour` in platform/cloud/prices, with the date you read it.'
