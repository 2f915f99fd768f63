import type { Stage } from './stages.ts'

/** The hours in which a stage that sleeps at night can be relied on, in UTC. */
export interface AwakeHours {
  /** 1 is Monday, 7 is Sunday, as CloudWatch’s `DAY()` counts. In order. */
  days: number[]
  /** The hour in which instances start. */
  start: number
  /** The hour in which they stop, after `start`. */
  stop: number
}

/**
 * Reads when a stage is awake.
 * @returns the hours; a sentence where they are none
 */
export function readAwake({ start, stop }: NonNullable<Stage['awake']>): AwakeHours | string {
  const wanted = 'wanted two times of the same days, like “0 6 * * 1-5” and “0 19 * * 1-5” (UTC)'
  const parts = [start, stop].map((cron) => /^\d{1,2} (?<hour>\d{1,2}) \* \* (?<days>[0-7*,-]+)$/.exec(cron)?.groups)
  const [from, to] = parts
  if (!from || !to || from['days'] !== to['days']) return `${wanted}, found “${start}” and “${stop}”`
  const days = daysOf(from['days']!)
  const [first, last] = [Number(from['hour']), Number(to['hour'])]
  if (days.length === 0 || last - first < 2 || last > 23)
    return `${wanted}, the second at least two hours later on the same day, found “${start}” and “${stop}”`
  return { days, start: first, stop: last }
}

/** A field of cron as days from 1 to 7; empty where it is none. */
function daysOf(field: string): number[] {
  if (field === '*') return [1, 2, 3, 4, 5, 6, 7]
  const found = new Set<number>()
  for (const part of field.split(',')) {
    const range = /^(?<from>[0-7])(-(?<to>[0-7]))?$/.exec(part)?.groups
    if (!range) return []
    const [from, to] = [Number(range['from']), Number(range['to'] ?? range['from'])]
    // Cron knows Sunday as 0 and as 7.
    for (let day = from; day <= to; day += 1) found.add(day || 7)
  }
  return [...found].toSorted()
}

/**
 * When people may count on a stage: an hour after its instances began to start, until they stop. Absent for a stage
 * that is always awake.
 * @throws Error for a stage that `faultsOf` would not let pass
 */
export function reliableHours({ awake }: Pick<Stage, 'awake'>): AwakeHours | undefined {
  if (!awake) return undefined
  const read = readAwake(awake)
  if (typeof read === 'string') throw new Error(`awake: ${read}`)
  return { ...read, start: read.start + 1 }
}

/**
 * CloudWatch’s metric math for “people may count on the stage now”; absent for a stage that is always awake.
 * @param series the name of any series in the expression: DAY and HOUR take their times from it, whatever its values
 */
export function reliableNow(stage: Pick<Stage, 'awake'>, series: string): string | undefined {
  const hours = reliableHours(stage)
  if (!hours) return undefined
  const days = hours.days.map((day) => `DAY(${series}) == ${day}`).join(' OR ')
  return `(${days}) AND HOUR(${series}) >= ${hours.start} AND HOUR(${series}) < ${hours.stop}`
}
