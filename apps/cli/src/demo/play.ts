import { changeProcess, launchProcess, type CommandContext, type ProcessChange } from '@baton/commands'
import type { MemberActor } from '@baton/engine'
import { Temporal } from 'temporal-polyfill'
import { people, type Handle } from './organization.ts'
import type { Cast, Moment, Story } from './story.ts'

/** Everyone as an actor of commands. */
export type Actors = Record<Handle, MemberActor>

/** Days and people as the stories name them, seen from now. */
export function castFor(actors: Actors, now: Date, timeZone: string): Cast {
  const today = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(timeZone).toPlainDate()
  const firstOf = (months: number) => today.with({ day: 1 }).add({ months })
  return {
    who: (...handles) => handles.map((handle) => actors[handle].id),
    day: (days) => today.add({ days }).toString(),
    instant: (days, time) => instantAt(today.add({ days }), time, timeZone),
    until: (day) => today.until(Temporal.PlainDate.from(day), { largestUnit: 'day' }).days,
    month: (months) => firstOf(months).toLocaleString('en-GB', { month: 'long', year: 'numeric' }),
    firstOf: (months) => firstOf(months).toString(),
  }
}

/**
 * Plays a story through the same commands that the API calls, each at its time of the past: events, hashes, deadlines
 * and jobs are what they would be, had it happened.
 */
export async function play(
  story: Story,
  {
    ctx,
    actors,
    templateIds,
    now,
    timeZone,
  }: {
    ctx: Omit<CommandContext, 'clock'>
    actors: Actors
    templateIds: ReadonlyMap<string, string>
    now: Date
    timeZone: string
  },
): Promise<void> {
  let last = ''
  const clockAt = (moment: Moment) => {
    last = timeOf(moment, now, timeZone, last)
    const at = new Date(last)
    return { ...ctx, clock: { now: () => at } }
  }
  const { process } = await launchProcess(clockAt(story.at), {
    actor: actors[story.by],
    templateId: templateIds.get(story.template) ?? story.template,
    answers: story.answers,
  })
  for (const { at, by, does } of story.acts) {
    if (at[0] > 0) continue
    await changeProcess(clockAt(at), { actor: actors[by], processId: process.id, command: withId(does, ctx.newId) })
  }
}

const withId = (command: ProcessChange, newId: () => string): ProcessChange => {
  if (command.type === 'comment') return { ...command, commentId: newId() }
  return command.type === 'addTask' ? { ...command, taskId: newId() } : command
}

/** Not on a weekend, not in the future, and after what happened before. */
function timeOf([days, time]: Moment, now: Date, timeZone: string, last: string): string {
  const today = Temporal.Instant.from(now.toISOString()).toZonedDateTimeISO(timeZone).toPlainDate()
  const day = today.add({ days })
  const workday = days < 0 ? day.subtract({ days: Math.max(0, day.dayOfWeek - 5) }) : day
  const latest = new Date(now.getTime() - 60_000).toISOString()
  const meant = [instantAt(workday, time, timeZone), last && minutesAfter(last, 4)].toSorted().at(-1)!
  const at = meant < latest ? meant : latest
  return at > last ? at : last
}

const minutesAfter = (instant: string, minutes: number) =>
  new Date(Date.parse(instant) + minutes * 60_000).toISOString()

const instantAt = (day: Temporal.PlainDate, time: string, timeZone: string): string =>
  new Date(day.toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds).toISOString()

/** The short names in the order of the list. */
export const handles = Object.keys(people) as Handle[]
