/** A crontab line of five fields, in UTC: `17 * * * *`, `0,30 8-18 * * 1-5`. */
export type Crontab = { matches: (moment: Date) => boolean }

const fields = [
  { name: 'minute', least: 0, most: 59 },
  { name: 'hour', least: 0, most: 23 },
  { name: 'day of the month', least: 1, most: 31 },
  { name: 'month', least: 1, most: 12 },
  { name: 'day of the week', least: 0, most: 7 },
]

/** @throws Error that names the field which cannot be read */
export function parseCrontab(line: string): Crontab {
  const words = line.trim().split(/\s+/)
  if (words.length !== fields.length) throw new Error(`Five fields were wanted in “${line}”, found ${words.length}.`)
  const [minute, hour, day, month, weekday] = words.map((word, index) => valuesOf(word, fields[index]!))
  // Sunday is 0 and 7.
  if (weekday!.has(7)) weekday!.add(0)
  // As cron has it: when both days are said, either will do.
  const either = words[2] !== '*' && words[4] !== '*'
  return {
    matches: (moment) => {
      const onDay = day!.has(moment.getUTCDate())
      const onWeekday = weekday!.has(moment.getUTCDay())
      return (
        minute!.has(moment.getUTCMinutes()) &&
        hour!.has(moment.getUTCHours()) &&
        month!.has(moment.getUTCMonth() + 1) &&
        (either ? onDay || onWeekday : onDay && onWeekday)
      )
    },
  }
}

function valuesOf(word: string, { name, least, most }: (typeof fields)[number]): Set<number> {
  const values = new Set<number>()
  for (const part of word.split(',')) {
    const { from, to, step } = /^(?:\*|(?<from>\d+)(?:-(?<to>\d+))?)(?:\/(?<step>\d+))?$/.exec(part)?.groups ?? {
      from: 'x',
    }
    const first = from === undefined ? least : Number(from)
    const last = from === undefined || (step !== undefined && to === undefined) ? most : Number(to ?? from)
    if (!(first >= least && last <= most && first <= last && Number(step ?? 1) > 0))
      throw new Error(`“${word}” is no ${name} from ${least} to ${most}.`)
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value)
  }
  return values
}
