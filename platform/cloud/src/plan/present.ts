import { byKind, type Estimate } from '../cost/estimate.ts'
import { assumptions } from '../cost/present.ts'
import type { Usage } from '../cost/usage.ts'
import type { Effect, PlannedChange } from './compare.ts'
import type { Plan } from './plan.ts'

/** What a reviewer must not overlook comes first. */
const order: Effect[] = ['replaced', 'may be replaced', 'deleted', 'left behind', 'changed', 'created']
const marks: Record<Effect, string> = {
  replaced: '±',
  'may be replaced': '±',
  deleted: '-',
  'left behind': '-',
  changed: '~',
  created: '+',
}

/** Resources that keep what people entrusted to Baton: making them anew loses it. */
const state = /^AWS::(RDS::DB(Instance|Cluster)|S3::Bucket|SQS::Queue|KMS::Key|SecretsManager::Secret|DynamoDB::Table)$/

/** What people find who look at a new environment; said with its plan and when it stands. */
export const untilAVersion =
  'Its environments show Beanstalk’s sample until they are brought a version of Baton: “A version” in docs/guides/cloud.md.'

/** A plan as text: what is replaced and what is widened before everything else. */
export function presentPlan(plan: Plan, usage: Usage): string {
  const { changes, permissions, network, since } = plan
  const lines = [
    `Plan for ${plan.stage} in ${plan.region}`,
    since
      ? `compared with what ${since.approvedBy} approved on ${since.approvedAt.slice(0, 10)} (${since.digest.slice(0, 12)})`
      : 'compared with nothing: no plan was ever approved here',
    '',
  ]
  if (changes.length === 0) lines.push('Nothing changes.', '')
  for (const effect of order) {
    const of = changes.filter((change) => change.effect === effect)
    if (of.length > 0) lines.push(`${of.length} ${effect}`, ...grouped(of, effect), '')
  }
  lines.push(...section('Permissions widened', permissions, since !== undefined))
  lines.push(...section('Network widened', network, since !== undefined))
  lines.push(...cost(plan.cost, plan.region, usage), '')
  if (!since) lines.push(untilAVersion, '')
  lines.push(`Digest ${plan.digest}`)
  return `${lines.join('\n')}\n`
}

function grouped(changes: PlannedChange[], effect: Effect): string[] {
  // Many new things of one kind are one line: nobody reads a hundred.
  if (effect === 'created' && changes.length > 30) {
    return [...Map.groupBy(changes, (change) => `${change.stack}  ${change.type}`)].map(
      ([key, of]) => `  + ${key}${of.length > 1 ? ` × ${of.length}` : ''}`,
    )
  }
  return changes.map(({ stack, logicalId, type, properties }) => {
    const loss = effect !== 'created' && effect !== 'changed' && state.test(type) ? '  ← holds data' : ''
    return `  ${marks[effect]} ${stack}  ${type}  ${logicalId}${properties.length > 0 ? `: ${properties.join(', ')}` : ''}${loss}`
  })
}

function section(title: string, sentences: string[], compared: boolean): string[] {
  if (!compared) return [`${title}: ${sentences.length} in a new environment; they are in the templates.`, '']
  if (sentences.length === 0) return [`${title}: no.`, '']
  return [`${title}: ${sentences.length}`, ...sentences.map((sentence) => `  ! ${sentence}`), '']
}

function cost(cost: Plan['cost'], region: string, usage: Usage): string[] {
  if (!cost) return [`Cost: the newest file in platform/cloud/prices has no prices for ${region}; add them to see it.`]
  const { before, after } = cost
  const kinds = [...new Set([...byKind(after), ...(before ? byKind(before) : [])].map(({ kind }) => kind))]
  return [
    `Cost a month: ${before ? `${usd(before.totalUsd)} before, ` : ''}${usd(after.totalUsd)} after` +
      (before ? ` (${signed(after.totalUsd - before.totalUsd)})` : ''),
    ...kinds.map((kind) => {
      const [old, young] = [sumOf(before, kind), sumOf(after, kind)]
      return `  ${kind.padEnd(18)} ${before ? `${usd(old).padStart(12)} ` : ''}${usd(young).padStart(12)}`
    }),
    `  Prices of ${cost.pricesOf}, from platform/cloud/prices.`,
    ...(after.unpriced.length > 0 ? [`  not priced, counted as nothing: ${after.unpriced.join(', ')}`] : []),
    ...assumptions(usage).map((line) => `  ${line}`),
  ]
}

const sumOf = (estimate: Estimate | undefined, kind: string): number =>
  (estimate?.lines ?? []).filter((line) => line.kind === kind).reduce((sum, line) => sum + line.usd, 0)

const usd = (value: number): string => `$${value.toFixed(2)}`
const signed = (value: number): string => `${value < 0 ? '−' : '+'}${usd(Math.abs(value))}`
