import { Refused } from '../refused.ts'
import type { Stage } from '../stages.ts'
import { hoursOfMonth, type CostLine } from './estimate.ts'
import { noPrice, type Prices } from './prices.ts'
import type { Usage } from './usage.ts'

/** GB of disk of a server that keeps nothing. */
const systemDiskGb = 30

/**
 * What the same capacity costs on servers that stand there day and night: everything sized for its highest hour,
 * because nothing grows or shrinks by itself, and each service on a server of its own that somebody has to run.
 * The work of running them is not counted.
 */
export function singleServers(stage: Stage, prices: Prices, usage: Usage): CostLine[] {
  const { api, workers, database, network } = stage
  const lines: CostLine[] = []
  const server = (kind: string, why: string, type: string, count: number, diskGb = systemDiskGb) => {
    const hour = prices.instanceHour[type]
    if (hour === undefined) throw new Refused(noPrice(type, prices))
    const each = hour * hoursOfMonth + diskGb * prices.each.volumeGbMonth
    lines.push({ kind, from: why, says: `${count} × ${type} with ${diskGb} GB`, usd: count * each })
  }
  server('api', 'for the highest hour, always on', api.instanceType, api.maxInstances)
  for (const worker of workers) {
    const count = worker.size.kind === 'scaled' ? worker.size.max : 1
    server('worker', `${worker.name}, for the highest hour, always on`, worker.instanceType, count)
  }
  const type = database.kind === 'rds' ? database.instanceClass : 'r7g.large'
  const gb = database.kind === 'rds' ? database.maxStorageGib : Math.max(usage.databaseGb * 3, 100)
  const twice = stage.critical ? 2 : 1
  server(
    'database',
    'with the disk it may grow to, kept twice where it must not fail',
    type === 't4g.micro' ? 't4g.small' : type,
    twice,
    gb,
  )
  if (database.readReplica) server('database', 'copy for reading', type, 1, gb)
  server('balancer', 'a proxy in each of two zones where it must not fail', 't4g.small', twice)
  server('files', 'twice the files, so that they may grow', 't4g.small', twice, Math.max(usage.filesGb * 2, 50))
  server('queues', 'a message broker', 't4g.small', twice)
  server('web', 'static pages, sized for the busiest minute', 't4g.small', twice)
  server(
    'monitoring',
    'metrics, logs and dashboards',
    stage.critical ? 'm7g.large' : 't4g.medium',
    1,
    Math.max(usage.logGb * 3, 50),
  )
  server(
    'ways out',
    'network translation',
    network.nat.kind === 'instance' ? network.nat.instanceType : 't4g.small',
    network.zones,
  )
  server('bastion', 'the way to instances', stage.bastion.instanceType, 1)
  lines.push({
    kind: 'traffic',
    from: 'straight from the servers',
    says: `${usage.outGb + usage.natGb} GB out`,
    usd: (usage.outGb + usage.natGb) * prices.each.transferOutGb,
  })
  return lines
}
