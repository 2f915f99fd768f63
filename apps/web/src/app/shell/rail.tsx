import { Tooltip } from '@mantine/core'
import {
  IconKeyboard,
  IconLayoutSidebarLeftCollapse,
  IconLayoutSidebarLeftExpand,
  IconMail,
  IconSettings,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../lib/session.ts'
import { taskCountsQuery } from '../../lib/task-counts.ts'
import { paths } from '../paths.ts'
import { navItems } from './nav-items.ts'
import { PersonMenu } from './person-menu.tsx'
import classes from './rail.module.css'

/** The rail at the left; folded it shows icons with their names as tooltips. */
export function Rail({ folded, onFold, onKeys }: { folded: boolean; onFold: () => void; onKeys: () => void }) {
  const { t } = useTranslation()
  const { organization, member } = useMe()
  const { data: counts } = useQuery(taskCountsQuery)
  const Fold = folded ? IconLayoutSidebarLeftExpand : IconLayoutSidebarLeftCollapse
  return (
    <nav className={`${classes.rail} no-print`} data-folded={folded || undefined} aria-label={t('nav.label')}>
      <div className={classes.head}>
        <img src="/mark.svg" alt="" width={24} height={24} />
        {!folded && <span className={classes.organization}>{organization.name}</span>}
        <Tooltip label={t(folded ? 'nav.unfold' : 'nav.fold')} position="right">
          <button
            type="button"
            className={classes.fold}
            onClick={onFold}
            aria-label={t(folded ? 'nav.unfold' : 'nav.fold')}
            aria-expanded={!folded}
          >
            <Fold size={18} aria-hidden />
          </button>
        </Tooltip>
      </div>
      <ul className={classes.list}>
        {navItems.map(({ label, icon, link }) => (
          <RailLink
            key={label}
            label={t(`nav.${label}`)}
            icon={icon}
            link={link}
            folded={folded}
            count={label === 'tasks' ? counts?.open : undefined}
            urgent={label === 'tasks' && (counts?.overdue ?? 0) > 0}
          />
        ))}
      </ul>
      <div className={classes.space} />
      <ul className={classes.list}>
        {member.role === 'administrator' && (
          <RailLink label={t('nav.outbox')} icon={IconMail} link={paths.outbox()} folded={folded} />
        )}
        <RailLink label={t('nav.settings')} icon={IconSettings} link={paths.settings()} folded={folded} />
        <li>
          <Tooltip label={t('keys.title')} position="right" disabled={!folded}>
            <button type="button" className={classes.item} onClick={onKeys}>
              <IconKeyboard size={20} stroke={1.75} aria-hidden />
              <span className={folded ? 'visually-hidden' : classes.label}>{t('keys.title')}</span>
            </button>
          </Tooltip>
        </li>
      </ul>
      <PersonMenu folded={folded} />
    </nav>
  )
}

function RailLink({
  label,
  icon: Icon,
  link,
  folded,
  count,
  urgent = false,
}: {
  label: string
  icon: ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>
  link: Pick<LinkProps, 'to'>
  folded: boolean
  count?: number
  urgent?: boolean
}) {
  const { t } = useTranslation()
  return (
    <li>
      <Tooltip label={label} position="right" disabled={!folded}>
        <Link
          {...link}
          className={classes.item}
          activeOptions={{ includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          <Icon size={20} stroke={1.75} aria-hidden />
          <span className={folded ? 'visually-hidden' : classes.label}>{label}</span>
          {count !== undefined && count > 0 && (
            <span className={classes.count} data-urgent={urgent || undefined}>
              {count >= 1000 ? '999+' : count}
              <span className="visually-hidden"> {t(urgent ? 'nav.openSomeOverdue' : 'nav.open')}</span>
            </span>
          )}
        </Link>
      </Tooltip>
    </li>
  )
}
