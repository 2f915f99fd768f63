import type { Linked, Placed } from '../../checks/linked.ts'
import { readExpression, type Series } from './expression.ts'
import { judge, pointsLookedAt, type AlarmState, type Judged, type Missing } from './metric-alarm.ts'
import { alarmsIn, holds, readRule, type Rule } from './rule.ts'
import { Tongue } from './suppression.ts'

/** What CloudWatch is asked for: one metric of one thing. */
export interface Measured {
  namespace: string
  name: string
  /** Values may point to resources: `{baton-production-queues/MailQueue.QueueName}`. */
  dimensions: Record<string, string>
}

/** What happened, minute by minute. Minutes before 0 are asked for too. */
export type World = (metric: Measured, minute: number) => number | undefined

/** Something people were told. */
export interface Told {
  minute: number
  /** Its id in its template. */
  alarm: string
  state: AlarmState
  /** The topic it went to. */
  severity: 'critical' | 'warning' | 'info'
}

interface Watcher {
  key: string
  id: string
  severity: Told['severity'] | undefined
}

/**
 * Lets the alarms of templates watch a world on a clock of its own, and tells what people would have heard.
 *
 * CloudWatch evaluates each minute over periods that end then. A percentile over several minutes is taken as the highest
 * of them; none of our alarms asks for one. What takes CloudWatch time, to receive and to evaluate, is not in it: a
 * minute or two more.
 * @param from the instant of minute 0; its second and millisecond are 0
 */
export function watchOver(
  linked: Pick<Linked, 'of'>,
  world: World,
  { from, minutes }: { from: Date; minutes: number },
): Told[] {
  const metricAlarms = linked
    .of('AWS::CloudWatch::Alarm')
    .map((placed) => ({ ...watcherOf(placed), ...readMetricAlarm(placed, world, from.getTime()) }))
  const groups = inOrder(
    linked.of('AWS::CloudWatch::CompositeAlarm').map((placed) => ({ ...watcherOf(placed), ...readGroup(placed) })),
  )
  const states = new Map<string, AlarmState>()
  const stateOf = (key: string): AlarmState => {
    const state = states.get(key)
    if (!state) throw new Error(`A rule speaks of ${key}, which is no alarm.`)
    return state
  }
  const told: Told[] = []
  const tell = (minute: number, { id, severity }: Watcher, state: AlarmState) => {
    if (severity && minute >= 0) told.push({ minute, alarm: id, state, severity })
  }
  // An hour before, so that everything has its state and nothing is told of it.
  for (let minute = -60; minute < minutes; minute += 1) {
    for (const alarm of metricAlarms) {
      const before = states.get(alarm.key) ?? 'INSUFFICIENT_DATA'
      const state = judge(alarm.judged, alarm.points(minute), before)
      states.set(alarm.key, state)
      if (state !== before) tell(minute, alarm, state)
    }
    for (const group of groups) {
      const state = holds(group.rule, stateOf) ? 'ALARM' : 'OK'
      states.set(group.key, state)
      const said = group.tongue.hear((minute + 60) * 60, state, group.suppressor ? stateOf(group.suppressor) : 'OK')
      if (said) tell(minute, group, said)
    }
  }
  return told
}

function watcherOf({ stack, id, properties }: Placed): Watcher {
  const topic = /\/(Critical|Warning|Info|Mail)[^/}]*\}/.exec(String(properties['AlarmActions'] ?? ''))?.[1]
  const described = /^severity: (critical|warning|info)$/m.exec(String(properties['AlarmDescription']))?.[1]
  // The topic counts; the plain mail of the router’s own alarms is as urgent as they say.
  const severity = topic === 'Mail' ? described : topic?.toLowerCase()
  return { key: `{${stack}/${id}.Arn}`, id, severity: severity as Told['severity'] | undefined }
}

function readGroup({ properties }: Placed): { rule: Rule; tongue: Tongue; suppressor?: string } {
  const rule = readRule(String(properties['AlarmRule']))
  const suppressor = properties['ActionsSuppressor']
  if (suppressor === undefined) return { rule, tongue: new Tongue() }
  const wait = Number(properties['ActionsSuppressorWaitPeriod'])
  const extension = Number(properties['ActionsSuppressorExtensionPeriod'])
  return { rule, suppressor: String(suppressor), tongue: new Tongue({ wait, extension }) }
}

/** Groups after those they look at. */
function inOrder<T extends { key: string; rule: Rule; suppressor?: string }>(groups: T[]): T[] {
  const keys = new Set(groups.map(({ key }) => key))
  const ordered: T[] = []
  const needs = ({ rule, suppressor }: T) => [...alarmsIn(rule), suppressor ?? ''].filter((key) => keys.has(key))
  while (ordered.length < groups.length) {
    const next = groups.find(
      (group) => !ordered.includes(group) && needs(group).every((key) => ordered.some((each) => each.key === key)),
    )
    if (!next) throw new Error('Composite alarms look at each other in a circle.')
    ordered.push(next)
  }
  return ordered
}

type Values = Record<string, unknown>

function readMetricAlarm({ properties }: Placed, world: World, from: number) {
  const of = Number(properties['EvaluationPeriods'])
  const judged: Judged = {
    threshold: Number(properties['Threshold']),
    comparison: String(properties['ComparisonOperator']),
    breaching: Number(properties['DatapointsToAlarm'] ?? of),
    of,
    missing: (properties['TreatMissingData'] as Missing | undefined) ?? 'missing',
  }
  const { series: measured, minutes } = seriesOf(properties, world, from)
  const series = remembered(measured)
  const points = (minute: number) =>
    Array.from({ length: pointsLookedAt(judged) }, (_, index) => series(minute - index * minutes)).toReversed()
  return { judged, points }
}

/** A point is looked at again by each of the evaluations that follow. */
function remembered(series: Series): Series {
  const known = new Map<number, number | undefined>()
  return (minute) => {
    if (!known.has(minute)) known.set(minute, series(minute))
    return known.get(minute)
  }
}

/** The series an alarm judges, and the minutes of its period. */
function seriesOf(properties: Values, world: World, from: number): { series: Series; minutes: number } {
  if (properties['MetricName'] !== undefined) {
    const minutes = Number(properties['Period']) / 60
    const statistic = String(properties['Statistic'] ?? properties['ExtendedStatistic'])
    return { series: aggregated(world, properties, statistic, minutes), minutes }
  }
  const named = new Map<string, Series>()
  let judgedSeries: Series | undefined
  let minutes = 1
  const queries = properties['Metrics'] as Values[]
  for (const query of [...queries.filter(isStat), ...queries.filter((each) => !isStat(each))]) {
    let series: Series
    if (isStat(query)) {
      const stat = query['MetricStat'] as { Metric: Values; Period: number; Stat: string }
      minutes = stat.Period / 60
      series = aggregated(world, stat.Metric, stat.Stat, minutes)
    } else series = readExpression(String(query['Expression']), named, from)
    named.set(String(query['Id']), series)
    if (query['ReturnData'] !== false) judgedSeries = series
  }
  if (!judgedSeries) throw new Error('An alarm judges none of its series.')
  return { series: judgedSeries, minutes }
}

const isStat = (query: Values): boolean => query['MetricStat'] !== undefined

/** A metric over a period that ends with a minute. */
function aggregated(world: World, metric: Values, statistic: string, minutes: number): Series {
  const dimensions = (metric['Dimensions'] ?? []) as { Name: unknown; Value: unknown }[]
  const measured: Measured = {
    namespace: String(metric['Namespace']),
    name: String(metric['MetricName']),
    dimensions: Object.fromEntries(dimensions.map(({ Name, Value }) => [String(Name), String(Value)])),
  }
  return (minute) => {
    const values = Array.from({ length: minutes }, (_, index) => world(measured, minute - index)).filter(
      (value) => value !== undefined,
    )
    if (values.length === 0) return undefined
    if (statistic === 'Sum') return values.reduce((sum, value) => sum + value, 0)
    if (statistic === 'Average') return values.reduce((sum, value) => sum + value, 0) / values.length
    if (statistic === 'Minimum') return Math.min(...values)
    return Math.max(...values)
  }
}
