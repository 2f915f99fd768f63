import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconChevronDown, IconLogout } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMe, useSavePreferences } from '../../lib/session.ts'
import { PersonMark } from '../../ui/marks.tsx'
import classes from './rail.module.css'
import { useSignOut } from './use-sign-out.ts'

/** Colour scheme, density and signing out, behind the member's mark. */
export function PersonMenu({ folded }: { folded: boolean }) {
  const { member } = useMe()
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <button type="button" className={classes.person}>
          <PersonMark id={member.id} size={28} tooltip={false} />
          {folded && <span className="visually-hidden">{member.name}</span>}
          {!folded && (
            <>
              <span className={classes.names}>
                <span>{member.name}</span>
                <span>{member.jobTitle ?? member.email}</span>
              </span>
              <IconChevronDown size={16} aria-hidden />
            </>
          )}
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <PersonMenuItems />
      </Menu.Dropdown>
    </Menu>
  )
}

const schemes = ['light', 'dark', 'auto'] as const
const densities = ['comfortable', 'compact'] as const

export function PersonMenuItems() {
  const { t } = useTranslation()
  const { preferences } = useMe()
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const savePreferences = useSavePreferences()
  const signOut = useSignOut()
  // A preference that could not be saved holds in this tab; there is nothing for the person to do about it.
  const save = (changed: Parameters<typeof savePreferences>[0]) => void savePreferences(changed).catch(() => undefined)
  return (
    <>
      <Menu.Label>{t('appearance')}</Menu.Label>
      <Menu.RadioGroup
        value={colorScheme}
        onChange={(scheme) => {
          setColorScheme(scheme as (typeof schemes)[number])
          save({ colorScheme: scheme as (typeof schemes)[number] })
        }}
      >
        {schemes.map((scheme) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {t(`scheme.${scheme}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
      <Menu.Label>{t('density')}</Menu.Label>
      <Menu.RadioGroup
        value={preferences.density ?? 'comfortable'}
        onChange={(density) => save({ density: density as (typeof densities)[number] })}
      >
        {densities.map((density) => (
          <Menu.RadioItem key={density} value={density}>
            {t(`densities.${density}`)}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={signOut}>
        {t('signOut')}
      </Menu.Item>
    </>
  )
}
