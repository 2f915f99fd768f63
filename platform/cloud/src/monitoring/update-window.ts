import type { Stage } from '../stages.ts'

/** When Beanstalk may bring an environment to a newer platform: two hours a week, in UTC. */
export interface UpdateWindow {
  /** As CloudWatch's `DAY()` counts: 1 is Monday, 7 is Sunday. */
  day: 1 | 2 | 3 | 4 | 5 | 6 | 7
  hour: number
  hours: 2
  /** As Beanstalk's `PreferredStartTime` has it: `Sun:02:00`. */
  start: string
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const

/** Production at night; staging when somebody is there to see it, and some days before. */
export function updateWindow({ critical }: Stage): UpdateWindow {
  const day = critical ? 7 : 3
  const hour = critical ? 2 : 7
  return { day, hour, hours: 2, start: `${days[day - 1]}:${String(hour).padStart(2, '0')}:00` }
}
