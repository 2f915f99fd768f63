import type { Me } from '@baton/contract'
import { SegmentedControl, Select, useMantineColorScheme } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../lib/people.ts'
import { useMe, useSavePreferences, useZone } from '../../lib/session.ts'
import { exactTime } from '../../lib/time.ts'
import { useNow } from '../../lib/use-now.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { PersonMark } from '../../ui/marks.tsx'
import { SaveState, type Saving } from '../../ui/save-state.tsx'
import { localeChoices, zoneChoices } from './choices.ts'
import classes from './settings.module.css'

/** Who I am here, and how I like to see things. Saved as it is chosen. */
export function PreferencesSection() {
  const { t } = useTranslation('settings')
  const { member, organization, preferences } = useMe()
  const { group } = usePeople()
  const zone = useZone()
  const now = useNow()
  const savePreferences = useSavePreferences()
  const { setColorScheme } = useMantineColorScheme()
  const [saving, setSaving] = useState<Saving>('idle')
  const [refused, setRefused] = useState<string>()
  const last = useRef<Me['preferences']>({})

  const save = async (changed: Me['preferences']) => {
    last.current = changed
    setSaving('saving')
    setRefused(undefined)
    try {
      await savePreferences(changed)
      setSaving('saved')
    } catch (problem) {
      setSaving('failed')
      setRefused(messageOf(problem))
    }
  }
  return (
    <>
      <header className={classes.head}>
        <h2>{t('profile.title')}</h2>
        <SaveState state={saving} onRetry={() => void save(last.current)} />
      </header>
      <div className={classes.person}>
        <PersonMark id={member.id} size={56} tooltip={false} />
        <div>
          <strong>{member.name}</strong>
          <span>{[member.jobTitle, t(`profile.role.${member.role}`)].filter(Boolean).join(' · ')}</span>
          <span>{member.email}</span>
          {member.groups.length > 0 && (
            <span>{t('profile.groups', { groups: member.groups.map((id) => group(id)?.name ?? '—').join(', ') })}</span>
          )}
        </div>
      </div>
      <p className={classes.hint}>{t('profile.changedBy')}</p>
      {refused && (
        <p className={classes.refused} role="alert">
          {refused}
        </p>
      )}
      <h3>{t('profile.display')}</h3>
      <div className={classes.fields}>
        <Choice
          label={t('appearance', { ns: 'common' })}
          value={preferences.colorScheme ?? 'auto'}
          choices={(['auto', 'light', 'dark'] as const).map((value) => ({
            value,
            label: t(`scheme.${value}`, { ns: 'common' }),
          }))}
          onChange={(colorScheme) => {
            setColorScheme(colorScheme)
            void save({ colorScheme })
          }}
        />
        <Choice
          label={t('density', { ns: 'common' })}
          value={preferences.density ?? 'comfortable'}
          choices={(['comfortable', 'compact'] as const).map((value) => ({
            value,
            label: t(`densities.${value}`, { ns: 'common' }),
          }))}
          onChange={(density) => void save({ density })}
        />
        <Select
          label={t('profile.locale')}
          description={t('profile.localeHint')}
          searchable
          allowDeselect={false}
          data={localeChoices(preferences.locale ?? organization.locale)}
          value={preferences.locale ?? organization.locale}
          onChange={(locale) => locale && void save({ locale })}
        />
        <Select
          label={t('profile.timeZone')}
          description={t('profile.timeZoneHint', { zone: organization.timeZone })}
          searchable
          allowDeselect={false}
          limit={200}
          data={zoneChoices(preferences.timeZone ?? organization.timeZone)}
          value={preferences.timeZone ?? organization.timeZone}
          onChange={(timeZone) => timeZone && void save({ timeZone })}
        />
      </div>
      <p className={classes.hint}>{t('profile.example', { time: exactTime(new Date(now).toISOString(), zone) })}</p>
    </>
  )
}

function Choice<T extends string>({
  label,
  value,
  choices,
  onChange,
}: {
  label: string
  value: T
  choices: { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  return (
    <div className={classes.choice}>
      <span className={classes.label}>{label}</span>
      <SegmentedControl aria-label={label} value={value} onChange={(next) => onChange(next as T)} data={choices} />
    </div>
  )
}
