/** As CloudWatch writes them. */
export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'

/** What is done with a period of which nothing was measured. */
export type Missing = 'missing' | 'ignore' | 'breaching' | 'notBreaching'

/** When an alarm goes off, as far as the points are concerned. */
export interface Judged {
  threshold: number
  /** As in a template: `GreaterThanThreshold`. */
  comparison: string
  /** How many of the last `of` points must breach. */
  breaching: number
  of: number
  missing: Missing
}

/**
 * How many points CloudWatch looks at: more than an alarm needs, so that late ones are found. It does not say how many;
 * its examples have two more.
 */
export const pointsLookedAt = ({ of }: Pick<Judged, 'of'>): number => of + 2

const comparisons: Record<string, (value: number, threshold: number) => boolean> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
}

/** @throws Error for a comparison that is not known, such as that with a band of anomalies */
export function breaches({ comparison, threshold }: Pick<Judged, 'comparison' | 'threshold'>, value: number): boolean {
  const compare = comparisons[comparison]
  if (!compare) throw new Error(`The comparison ${comparison} is not known here.`)
  return compare(value, threshold)
}

/**
 * The state CloudWatch gives an alarm, after its guide “Using Amazon CloudWatch alarms”, whose tables are the tests of
 * this. Real points count before missing ones are filled in, however old they are within what is looked at.
 * @param points oldest first, one a period, `undefined` where nothing was measured
 * @param before the state it has
 */
export function judge(alarm: Judged, points: readonly (number | undefined)[], before: AlarmState): AlarmState {
  const seen = points.slice(-pointsLookedAt(alarm))
  const real = seen.filter((point) => point !== undefined).map((point) => breaches(alarm, point))
  const recent = real.slice(-alarm.of)
  const bad = recent.filter(Boolean).length
  const filled = alarm.of - recent.length
  if (filled === 0 || alarm.missing === 'notBreaching') return bad >= alarm.breaching ? 'ALARM' : 'OK'
  if (alarm.missing === 'breaching') return bad + filled >= alarm.breaching ? 'ALARM' : 'OK'
  if (bad < recent.length) return bad >= alarm.breaching ? 'ALARM' : 'OK'
  // All there is breaches, or there is nothing: a single bad point must have been there for some time to count.
  if (alarm.missing === 'ignore') return before
  const oldest = seen.findIndex((point) => point !== undefined)
  return oldest >= 0 && seen.length - oldest >= alarm.breaching ? 'ALARM' : 'INSUFFICIENT_DATA'
}
