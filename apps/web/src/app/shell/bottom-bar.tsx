import { Menu } from '@mantine/core'
import { IconDots, IconMail, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../lib/session.ts'
import { taskCountsQuery } from '../../lib/task-counts.ts'
import { paths } from '../paths.ts'
import classes from './bottom-bar.module.css'
import { navItems } from './nav-items.ts'
import { PersonMenuItems } from './person-menu.tsx'

/** The rail's place on a phone. */
export function BottomBar() {
  const { t } = useTranslation()
  const { member } = useMe()
  const { data: counts } = useQuery(taskCountsQuery)
  return (
    <nav className={`${classes.bar} no-print`} aria-label={t('nav.label')}>
      {navItems.map(({ label, icon: Icon, link }) => (
        <Link
          key={label}
          {...link}
          className={classes.item}
          activeOptions={{ includeSearch: false }}
          activeProps={{ 'aria-current': 'page' }}
        >
          <span className={classes.icon}>
            <Icon size={22} stroke={1.75} aria-hidden />
            {label === 'tasks' && (counts?.overdue ?? 0) > 0 && <span className={classes.dot} />}
          </span>
          <span>{t(`nav.${label}Short`)}</span>
        </Link>
      ))}
      <Menu position="top-end" width={240}>
        <Menu.Target>
          <button type="button" className={classes.item}>
            <IconDots size={22} aria-hidden />
            <span>{t('more')}</span>
          </button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>{member.name}</Menu.Label>
          {member.role === 'administrator' && (
            <Menu.Item component={Link} {...paths.outbox()} leftSection={<IconMail size={16} aria-hidden />}>
              {t('nav.outbox')}
            </Menu.Item>
          )}
          <Menu.Item component={Link} {...paths.settings()} leftSection={<IconSettings size={16} aria-hidden />}>
            {t('nav.settings')}
          </Menu.Item>
          <Menu.Divider />
          <PersonMenuItems />
        </Menu.Dropdown>
      </Menu>
    </nav>
  )
}
