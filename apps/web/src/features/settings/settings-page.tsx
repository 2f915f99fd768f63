import { IconKey, IconLock, IconUser } from '@tabler/icons-react'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PasswordSection } from './password-section.tsx'
import { PreferencesSection } from './preferences-section.tsx'
import { TokensSection } from './tokens-section.tsx'
import classes from './settings.module.css'

const sections = [
  { id: 'profile', icon: IconUser, show: PreferencesSection },
  { id: 'password', icon: IconLock, show: PasswordSection },
  { id: 'tokens', icon: IconKey, show: TokensSection },
] as const

/** What a member sets for themselves; each section has its own address. */
export function SettingsPage() {
  const { t } = useTranslation('settings')
  const { section: asked } = useParams({ strict: false })
  const section = sections.find(({ id }) => id === (asked || 'profile'))
  const Section = section?.show
  return (
    <>
      <PageHeader title={t('title')} />
      <div className={classes.page}>
        <nav aria-label={t('sections')} className={classes.nav}>
          <ul>
            {sections.map(({ id, icon: Icon }) => (
              <li key={id}>
                <Link
                  {...paths.settingsSection(id)}
                  aria-current={id === section?.id ? 'page' : undefined}
                  activeProps={{}}
                >
                  <Icon size={18} aria-hidden />
                  {t(`${id}.title`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className={classes.section}>
          {Section ? <Section /> : <EmptyState drawing="lost" title={t('unknown')} />}
        </div>
      </div>
    </>
  )
}
