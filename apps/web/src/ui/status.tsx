import { Tooltip } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArchive,
  IconBan,
  IconCheck,
  IconCircleCheck,
  IconCircleDashed,
  IconClock,
  IconHourglass,
  IconMail,
  IconPlayerPlay,
  IconThumbDown,
  IconThumbUp,
} from '@tabler/icons-react'
import type { ComponentType, ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useZone } from '../lib/session.ts'
import { exactTime, relativeTime, urgencyOf } from '../lib/time.ts'
import { useNow } from '../lib/use-now.ts'
import classes from './status.module.css'

export type Tone = 'red' | 'amber' | 'green' | 'blue' | 'gray'
type Icon = ComponentType<{ size?: number; 'aria-hidden'?: boolean }>

/** Every status that is shown as a badge. The words stand under `status.` in the common catalogue. */
const statuses = {
  waiting: { tone: 'gray', icon: IconHourglass },
  open: { tone: 'blue', icon: IconPlayerPlay },
  completed: { tone: 'green', icon: IconCheck },
  acknowledged: { tone: 'green', icon: IconCheck },
  approved: { tone: 'green', icon: IconThumbUp },
  rejected: { tone: 'red', icon: IconThumbDown },
  expired: { tone: 'gray', icon: IconClock },
  sent: { tone: 'green', icon: IconMail },
  skipped: { tone: 'gray', icon: IconCircleDashed },
  problem: { tone: 'amber', icon: IconAlertTriangle },
  active: { tone: 'blue', icon: IconPlayerPlay },
  finished: { tone: 'green', icon: IconCircleCheck },
  cancelled: { tone: 'gray', icon: IconBan },
  archived: { tone: 'gray', icon: IconArchive },
} satisfies Record<string, { tone: Tone; icon: Icon }>

export type Status = keyof typeof statuses

/** A colour, an icon and a word; never colour alone. */
export function StatusBadge({ status }: { status: Status }) {
  const { t } = useTranslation()
  const { tone, icon } = statuses[status]
  return (
    <ToneBadge tone={tone} icon={icon}>
      {t(`status.${status}`)}
    </ToneBadge>
  )
}

export function ToneBadge({ tone, icon: Mark, children }: { tone: Tone; icon?: Icon; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {Mark && <Mark size={14} aria-hidden />}
      {children}
    </span>
  )
}

/** A time in few words; the exact one with its zone on hover and focus. */
export function RelativeTime({ at, focusable = false }: { at: string; focusable?: boolean }) {
  const now = useNow()
  const zone = useZone()
  return (
    <Tooltip label={exactTime(at, zone)}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what hovering shows must be reachable by keyboard */}
      <time dateTime={at} data-exact={exactTime(at, zone)} tabIndex={focusable ? 0 : undefined}>
        {relativeTime(at, now, zone)}
      </time>
    </Tooltip>
  )
}

/** When something is due. `done`: its urgency is over. */
export function DueLabel({
  dueAt,
  done = false,
  reason,
}: {
  dueAt: string | null | undefined
  done?: boolean
  reason?: string
}) {
  const { t } = useTranslation()
  const now = useNow()
  const zone = useZone()
  if (!dueAt) return null
  const urgency = done ? 'later' : urgencyOf(dueAt, now)
  const exact = exactTime(dueAt, zone)
  return (
    <Tooltip label={reason ? `${exact} · ${reason}` : exact}>
      <span className={classes.due} data-urgency={urgency}>
        {urgency === 'overdue' && <IconAlertTriangle size={14} aria-hidden />}
        {urgency === 'soon' && <IconClock size={14} aria-hidden />}
        <span className="visually-hidden">{t(urgency === 'overdue' ? 'wasDue' : 'due')} </span>
        <time dateTime={dueAt} data-exact={exact}>
          {relativeTime(dueAt, now, zone)}
        </time>
      </span>
    </Tooltip>
  )
}
