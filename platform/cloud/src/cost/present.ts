import type { Stage } from '../stages.ts'
import { byKind, type CostLine, type Estimate } from './estimate.ts'
import { takenForGranted } from './pricers.ts'
import type { Prices } from './prices.ts'
import type { Usage } from './usage.ts'

/** One stage at one load. */
export interface CostOfStage {
  stage: Stage
  region: string
  usage: Usage
  estimate: Estimate
  singleServers: CostLine[]
}

/** Everything an estimate takes for granted, in sentences. */
export function assumptions(usage: Usage): string[] {
  return [
    `Assumed (${usage.load}): ${usage.requestsMillion} million requests, ${usage.outGb} GB to browsers, ${usage.natGb} GB out of instances,`,
    `${usage.logGb} GB of logs, ${usage.filesGb} GB of files, ${usage.databaseGb} GB in the database, ${usage.jobsMillion} million jobs,`,
    `${usage.backupGb} GB of backups beyond what is free, ${usage.scannedTb} TB read by analysis, a serverless database ${usage.auroraAcuAboveMin} units above its least;`,
    `instances that sleep at night run ${Math.round(usage.awake * 100)} % of the month; the api stands ${Math.round(usage.apiStretch * 100)} % of the way to its maximum;`,
    ...takenForGranted,
  ]
}

/** All stages, line by line, each beside what the same capacity costs on single servers that are always on. */
export function presentCost(costs: CostOfStage[], prices: Prices): string {
  return [
    `Prices of ${prices.readAt} in ${prices.region}. ${prices.source}`,
    'A month in US dollars, on demand, without tax, support, savings plans and free tiers.',
    ...costs.flatMap(presentStage),
    '',
  ].join('\n')
}

function presentStage({ stage, usage, estimate, singleServers }: CostOfStage): string[] {
  const servers = singleServers.reduce((sum, line) => sum + line.usd, 0)
  const lines = ['', `${stage.name}, ${usage.load}`, ...assumptions(usage).map((line) => `  ${line}`), '']
  for (const { kind, usd, lines: of } of byKind(estimate)) {
    lines.push(row(kind, usd))
    for (const [says, each] of Map.groupBy(of, (line) => line.says)) {
      lines.push(row(`  ${each.length > 1 ? `${each.length} × ` : ''}${says}`, sum(each)))
    }
  }
  lines.push(row('in all', estimate.totalUsd), '', '  the same capacity on single servers, always on')
  for (const { kind, from, says, usd } of singleServers) lines.push(row(`  ${kind}: ${says} (${from})`, usd))
  lines.push(row('in all on single servers', servers))
  lines.push(`  Baton's cloud costs ${Math.round((estimate.totalUsd / servers) * 100)} % of that.`)
  if (estimate.unpriced.length > 0) lines.push(`  Not priced, counted as nothing: ${estimate.unpriced.join(', ')}`)
  return lines
}

const row = (says: string, usd: number): string => `  ${says.padEnd(78)} ${usd.toFixed(2).padStart(10)}`
const sum = (lines: CostLine[]): number => lines.reduce((total, line) => total + line.usd, 0)
