import { businessMetrics } from '../monitoring/business.ts'
import { Refused } from '../refused.ts'
import type { Resource, Template } from '../synth.ts'
import { hoursOfMonth, type CostLine } from './estimate.ts'
import { noPrice, type PriceName, type Prices } from './prices.ts'
import type { Usage } from './usage.ts'

interface Priced {
  resource: Resource
  template: Template
  prices: Prices
  usage: Usage
}
type Line = Omit<CostLine, 'from'>
type Pricer = (priced: Priced) => Line[]
type Values = Record<string, unknown>

/** GB of a root volume where a template names none. */
const rootVolumeGb = 8
/** A capacity unit carries 25 new connections a second or 1 GB an hour; ordinary pages stay well below both. */
const requestsPerCapacityUnitHour = 90_000
/** A call of a function of ours: its memory, and about how long it takes. */
const [callGb, callSeconds] = [0.25, 0.5]
/** Requests to the distribution for each to the API: about ten files the first time and one later. */
const distributedForEach = 2
/** Requests to a queue for each job: sent, received, deleted; and a month of asking an empty one, millions. */
const [queuedForEach, emptyAsks] = [3, 0.4]
/** Objects written and read for a million requests, thousands. */
const [written, read] = [20, 100]
/** Numbers of our own that the worker posts each minute (monitoring/business.ts). */
const postedMetrics = Object.keys(businessMetrics).length
/** vCPUs of the smallest RDS Proxy that AWS bills. */
const proxyCpus = 2

const monthly =
  (kind: string, name: PriceName, says: string): Pricer =>
  ({ prices }) => [{ kind, says, usd: prices.each[name] }]

/** What each type of resource costs by itself. What it carries is in `trafficLines`. */
export const pricers: Record<string, Pricer> = {
  'AWS::ElasticBeanstalk::Environment': beanstalk,
  'AWS::AutoScaling::AutoScalingGroup': group,
  'AWS::EC2::Instance': ({ resource, prices }) => {
    const type = String(resource.Properties?.['InstanceType'])
    return [...instances('instances', 1, type, hoursOfMonth, prices), ...volumes(1, rootVolumeGb, prices)]
  },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': ({ resource, prices, usage }) => {
    const zones = listOf(resource.Properties?.['Subnets']).length || 2
    const units = Math.max((usage.requestsMillion * 1e6) / hoursOfMonth / requestsPerCapacityUnitHour, 0)
    return [
      hourly('balancer', 'one balancer', 1, prices.each.balancerHour),
      hourly('balancer', `${units.toFixed(2)} capacity units on average`, units, prices.each.balancerCapacityUnitHour),
      hourly('public addresses', `${zones} addresses of the balancer`, zones, prices.each.publicAddressHour),
    ]
  },
  'AWS::EC2::NatGateway': ({ prices }) => [hourly('ways out', 'one NAT gateway', 1, prices.each.natGatewayHour)],
  'AWS::EC2::EIP': ({ prices }) => [hourly('public addresses', 'one address', 1, prices.each.publicAddressHour)],
  'AWS::EC2::VPCEndpoint': ({ resource, prices }) => {
    if (resource.Properties?.['VpcEndpointType'] !== 'Interface') return []
    const zones = listOf(resource.Properties['SubnetIds']).length
    return [hourly('ways out', `one endpoint in ${zones} zones`, zones, prices.each.endpointZoneHour)]
  },
  'AWS::RDS::DBInstance': databaseInstance,
  'AWS::RDS::DBCluster': ({ usage, prices }) => [
    {
      kind: 'database',
      says: `${usage.databaseGb} GB stored`,
      usd: usage.databaseGb * prices.each.auroraStorageGbMonth,
    },
    backups({ usage, prices }),
  ],
  'AWS::RDS::DBProxy': ({ prices }) => [
    hourly('database', `a connection proxy of ${proxyCpus} vCPU`, proxyCpus, prices.each.databaseProxyCpuHour),
  ],
  'AWS::KMS::Key': monthly('keys and secrets', 'encryptionKeyMonth', 'one key'),
  'AWS::SecretsManager::Secret': monthly('keys and secrets', 'secretMonth', 'one secret'),
  'AWS::Route53::HostedZone': monthly('names', 'zoneMonth', 'one zone'),
  'AWS::CloudWatch::Alarm': ({ resource, prices }) => {
    const series = listOf(resource.Properties?.['Metrics']).filter((each) => (each as Values)['MetricStat'])
    const count = Math.max(series.length, 1)
    const says = count === 1 ? 'one alarm' : `one alarm on ${count} metrics`
    return [{ kind: 'monitoring', says, usd: count * prices.each.alarmMonth }]
  },
  'AWS::CloudWatch::AnomalyDetector': () => [],
  'AWS::CloudWatch::CompositeAlarm': monthly('monitoring', 'compositeAlarmMonth', 'one composite alarm'),
  'AWS::CloudWatch::Dashboard': monthly('monitoring', 'dashboardMonth', 'one dashboard'),
  'AWS::Logs::MetricFilter': monthly('monitoring', 'metricMonth', 'one metric of our own'),
  'AWS::S3::Bucket': () => [],
  'AWS::SQS::Queue': () => [],
  'AWS::Lambda::Function': () => [],
  'AWS::Events::Rule': calls,
  'AWS::DynamoDB::Table': () => [],
  'AWS::CloudFront::Distribution': () => [],
  'AWS::WAFv2::WebACL': ({ resource, prices, usage }) => {
    const rules = listOf(resource.Properties?.['Rules']).length
    return [
      { kind: 'firewall', says: 'one web ACL', usd: prices.each.firewallMonth },
      { kind: 'firewall', says: `${rules} rules`, usd: rules * prices.each.firewallRuleMonth },
      {
        kind: 'firewall',
        says: `${usage.requestsMillion} million requests`,
        usd: usage.requestsMillion * prices.each.firewallRequestMillion,
      },
    ]
  },
}

/** What flows through and lies in resources, as the usage assumes; the same whatever the templates say. */
export function trafficLines({ each }: Prices, usage: Usage): Line[] {
  const { requestsMillion, outGb, natGb, logGb, filesGb, jobsMillion, scannedTb } = usage
  const distributed = requestsMillion * distributedForEach
  const queueRequests = jobsMillion * queuedForEach + emptyAsks
  return [
    {
      kind: 'distribution',
      says: `${distributed} million requests`,
      usd: distributed * 100 * each.distributionRequestTenThousand,
    },
    { kind: 'distribution', says: `${outGb} GB to browsers`, usd: outGb * each.distributionGb },
    {
      kind: 'ways out',
      says: `${natGb} GB sent out by instances`,
      usd: natGb * (each.natGatewayGb + each.transferOutGb),
    },
    { kind: 'logs', says: `${logGb} GB written and kept`, usd: logGb * (each.logGb + each.logGbMonth) },
    { kind: 'files', says: `${filesGb} GB kept`, usd: filesGb * each.objectGbMonth },
    {
      kind: 'files',
      says: 'reads and writes',
      usd: requestsMillion * (written * each.objectWriteThousand + read * each.objectReadThousand),
    },
    {
      kind: 'queues',
      says: `${queueRequests.toFixed(1)} million requests`,
      usd: queueRequests * each.queueRequestMillion,
    },
    { kind: 'analysis', says: `${scannedTb} TB read`, usd: scannedTb * each.scannedTb },
    {
      kind: 'monitoring',
      says: `${postedMetrics} numbers that the worker posts`,
      usd: postedMetrics * usage.awake * each.metricMonth,
    },
  ]
}

/** What estimates take for granted whatever the usage, in sentences. */
export const takenForGranted = [
  `${distributedForEach} requests to the distribution for each to the API, ${written} objects written and ${read} read for a thousand of them;`,
  `${queuedForEach} requests to a queue for each job; a capacity unit of the balancer carries ${requestsPerCapacityUnitHour} requests an hour;`,
  `a function takes half a second. Not counted: traffic between zones, and the work of people.`,
]

function beanstalk({ resource, prices, usage }: Priced): Line[] {
  const options = listOf(resource.Properties?.['OptionSettings']) as Values[]
  const option = (name: string) => options.find((each) => each['OptionName'] === name)?.['Value']
  const type = String(option('InstanceTypes') ?? option('InstanceType')).split(',')[0]!
  const min = Number(option('MinSize') ?? 1)
  const max = Number(option('MaxSize') ?? min)
  const volume = Number(option('RootVolumeSize') ?? rootVolumeGb)
  const worker = (resource.Properties?.['Tier'] as Values | undefined)?.['Name'] === 'Worker'
  const running = worker ? min : min + (max - min) * usage.apiStretch
  const hours =
    hoursOfMonth *
    (options.some((each) => String(each['Namespace']).startsWith('aws:autoscaling:scheduledaction')) ? usage.awake : 1)
  const told = metricsTold(option('ConfigDocument'))
  return [
    ...instances(worker ? 'worker' : 'api', running, type, hours, prices),
    ...volumes(running, volume, prices, hours / hoursOfMonth),
    {
      kind: 'monitoring',
      says: `${told} metrics of an environment, ${Math.round(hours)} h`,
      usd: told * (hours / hoursOfMonth) * prices.each.metricMonth,
    },
  ]
}

/** How many metrics an environment tells beyond its health, which alone is free. */
function metricsTold(configDocument: unknown): number {
  if (typeof configDocument !== 'string') return 0
  const { CloudWatchMetrics } = JSON.parse(configDocument) as { CloudWatchMetrics?: Record<string, Values> }
  return Object.values(CloudWatchMetrics ?? {}).reduce((sum, metrics) => sum + Object.keys(metrics).length, 0)
}

/** Calls of a function that somebody makes each minute; those that other events make are too few to count. */
function calls({ resource, prices, usage }: Priced): Line[] {
  const expression = String(resource.Properties?.['ScheduleExpression'])
  const asleep = expression.startsWith('cron(* ')
  if (!asleep && expression !== 'rate(1 minute)') return []
  const millions = (hoursOfMonth * 60 * (asleep ? usage.awake : 1)) / 1e6
  const gbSeconds = millions * 1e6 * callGb * callSeconds
  const { functionRequestMillion, functionGbSecond } = prices.each
  return [
    {
      kind: 'monitoring',
      says: 'a function called each minute',
      usd: millions * functionRequestMillion + gbSeconds * functionGbSecond,
    },
  ]
}

function group({ resource, template, prices, usage }: Priced): Line[] {
  const { MinSize, DesiredCapacity, LaunchTemplate } = (resource.Properties ?? {}) as {
    MinSize?: string
    DesiredCapacity?: string
    LaunchTemplate?: { LaunchTemplateId?: { Ref?: string } }
  }
  const count = Number(DesiredCapacity ?? MinSize ?? 1)
  const launch = template.Resources[LaunchTemplate?.LaunchTemplateId?.Ref ?? '']?.Properties?.['LaunchTemplateData'] as
    | Values
    | undefined
  const type = String(launch?.['InstanceType'] ?? 'unknown')
  const hours = hoursOfMonth * (sleeps(resource, template) ? usage.awake : 1)
  return [
    ...instances('bastion and NAT', count, type, hours, prices),
    ...volumes(count, rootVolumeGb, prices, hours / hoursOfMonth),
  ]
}

/** Whether a schedule puts this group to bed. */
function sleeps(group: Resource, { Resources }: Template): boolean {
  return Object.values(Resources).some(({ Type, Properties }) => {
    const { Ref } = (Properties?.['AutoScalingGroupName'] ?? {}) as { Ref?: string }
    return Type === 'AWS::AutoScaling::ScheduledAction' && Ref !== undefined && Resources[Ref] === group
  })
}

function databaseInstance({ resource, template, prices, usage }: Priced): Line[] {
  const properties = resource.Properties ?? {}
  const type = String(properties['DBInstanceClass'])
  if (type === 'db.serverless') {
    const cluster = Object.values(template.Resources).find((each) => each.Type === 'AWS::RDS::DBCluster')
    const scaling = cluster?.Properties?.['ServerlessV2ScalingConfiguration'] as { MinCapacity?: number } | undefined
    const capacity = (scaling?.MinCapacity ?? 0.5) + usage.auroraAcuAboveMin
    return [hourly('database', `${capacity} capacity units on average`, capacity, prices.each.auroraCapacityUnitHour)]
  }
  const copies = properties['MultiAZ'] === true ? 2 : 1
  const gb = Number(properties['AllocatedStorage'] ?? 0)
  const replica = properties['SourceDBInstanceIdentifier'] !== undefined
  return [
    ...instances('database', copies, type, hoursOfMonth, prices),
    { kind: 'database', says: `${copies} × ${gb} GB`, usd: copies * gb * prices.each.databaseStorageGbMonth },
    ...(replica ? [] : [backups({ usage, prices })]),
  ]
}

const backups = ({ usage, prices }: Pick<Priced, 'usage' | 'prices'>): Line => ({
  kind: 'database',
  says: `${usage.backupGb} GB of backups beyond what is free`,
  usd: usage.backupGb * prices.each.databaseBackupGbMonth,
})

function instances(kind: string, count: number, type: string, hours: number, prices: Prices): Line[] {
  const price = prices.instanceHour[type]
  if (price === undefined) throw new Refused(noPrice(type, prices))
  return [{ kind, says: `${round(count)} × ${type}, ${Math.round(hours)} h`, usd: count * hours * price }]
}

const volumes = (count: number, gb: number, prices: Prices, part = 1): Line[] => [
  { kind: 'volumes', says: `${round(count)} × ${gb} GB`, usd: count * gb * part * prices.each.volumeGbMonth },
]

const hourly = (kind: string, says: string, count: number, price: number): Line => ({
  kind,
  says: `${says}, ${hoursOfMonth} h`,
  usd: count * hoursOfMonth * price,
})

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const round = (value: number): string => String(Math.round(value * 100) / 100)
