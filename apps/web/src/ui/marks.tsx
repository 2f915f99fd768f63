import { Tooltip } from '@mantine/core'
import { IconRobot, IconUsers } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../lib/people.ts'
import { hueOf } from './hue.ts'
import classes from './marks.module.css'

const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/)
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase()
}

/** Dark text on a light ground of the same hue, in both schemes: it always reads. */
const tintOf = (seed: string) => {
  const hue = hueOf(seed)
  return { background: `hsl(${hue} 55% 87%)`, color: `hsl(${hue} 65% 22%)` }
}

type MarkProps = { size?: number; /** Without: the name stands beside it. */ tooltip?: boolean }

/** A member as a round avatar, a group as a rounder square, `system` as Baton. */
export function PersonMark({ id, size = 24, tooltip = true }: MarkProps & { id: string }) {
  const { member, group, nameOf } = usePeople()
  const name = nameOf(id)
  const found = member(id)
  const inside = group(id) ? (
    <IconUsers size={size * 0.6} aria-hidden />
  ) : id === 'system' ? (
    <IconRobot size={size * 0.6} aria-hidden />
  ) : (
    initialsOf(name)
  )
  const mark = (
    <span
      className={`${classes.person} ${group(id) ? classes.group : ''} ${found?.status === 'deactivated' ? classes.gone : ''}`}
      style={{
        width: size,
        height: size,
        fontSize: Math.max(9, size * 0.4),
        ...(id === 'system' ? { background: 'var(--gray-soft)', color: 'var(--ink-2)' } : tintOf(id)),
      }}
      {...(tooltip ? { role: 'img', 'aria-label': name } : { 'aria-hidden': true })}
    >
      {inside}
    </span>
  )
  return tooltip ? <Tooltip label={name}>{mark}</Tooltip> : mark
}

/** Up to `max` marks that overlap, then how many more; nothing for nobody. */
export function PeopleMarks({ ids, size = 24, max = 3 }: { ids: readonly string[]; size?: number; max?: number }) {
  const { nameOf } = usePeople()
  const shown = ids.length > max ? ids.slice(0, max - 1) : ids
  const more = ids.slice(shown.length)
  return (
    <span className={classes.stack}>
      {shown.map((id) => (
        <PersonMark key={id} id={id} size={size} />
      ))}
      {more.length > 0 && (
        <Tooltip label={more.map(nameOf).join(', ')}>
          <span
            className={classes.more}
            style={{ width: size, height: size }}
            role="img"
            aria-label={more.map(nameOf).join(', ')}
          >
            +{more.length}
          </span>
        </Tooltip>
      )}
    </span>
  )
}

/** A template as a rounded square with its emoji, or the first letter of its title. Decoration: its title stands near. */
export function TemplateMark({ title, emoji, size = 24 }: { title: string; emoji?: string | null; size?: number }) {
  return (
    <span
      className={classes.template}
      aria-hidden
      style={{
        width: size,
        height: size,
        fontSize: size * (emoji ? 0.58 : 0.48),
        ...(emoji ? { background: 'var(--gray-soft)' } : tintOf(title)),
      }}
    >
      {emoji || initialsOf(title).slice(0, 1) || '·'}
    </span>
  )
}

/** A process as a thin ring that fills with its progress. */
export function ProcessRing({
  done,
  total,
  size = 20,
  tone = 'active',
  label = true,
}: {
  done: number
  total: number
  size?: number
  tone?: 'active' | 'finished' | 'cancelled' | 'blocked'
  /** Without: the numbers stand beside it. */
  label?: boolean
}) {
  const { t } = useTranslation()
  const width = Math.max(2, size / 9)
  const radius = (size - width) / 2
  const round = 2 * Math.PI * radius
  const part = total > 0 ? Math.min(1, done / total) : 0
  const colour = {
    active: 'var(--accent)',
    finished: 'var(--green)',
    cancelled: 'var(--ink-3)',
    blocked: 'var(--amber)',
  }[tone]
  const words = t('progress', { done, total })
  const ring = (
    <svg
      className={classes.ring}
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      {...(label ? { role: 'img', 'aria-label': words } : { 'aria-hidden': true })}
    >
      <circle cx={size / 2} cy={size / 2} r={radius} stroke="var(--line-strong)" strokeWidth={width} />
      <circle
        className={classes.filled}
        cx={size / 2}
        cy={size / 2}
        r={radius}
        stroke={colour}
        strokeWidth={width}
        strokeLinecap={part > 0 && part < 1 ? 'round' : 'butt'}
        strokeDasharray={round}
        strokeDashoffset={round * (1 - part)}
        transform={`rotate(-90 ${size / 2} ${size / 2})`}
        opacity={part === 0 ? 0 : 1}
      />
    </svg>
  )
  return label ? <Tooltip label={words}>{ring}</Tooltip> : ring
}
