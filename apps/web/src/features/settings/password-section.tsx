import { session } from '@baton/contract'
import { Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { write } from '../../lib/api.ts'
import { useMe } from '../../lib/session.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { toast } from '../../ui/toast.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import classes from './settings.module.css'

/** As the server asks. */
const shortest = 12

/** A new password, which ends all other sessions. */
export function PasswordSection() {
  const { t } = useTranslation('settings')
  const { member } = useMe()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const [tried, setTried] = useState(false)
  const change = useMutation({
    mutationFn: () => write(session.changePassword, { body: { current, next } }),
    onSuccess: () => {
      setCurrent('')
      setNext('')
      setAgain('')
      setTried(false)
      toast(t('password.done'))
    },
  })
  const faults = {
    current: current === '' ? t('password.currentMissing') : undefined,
    next: next.length < shortest ? t('password.short', { min: shortest, count: next.length }) : undefined,
    again: again !== next ? t('password.different') : undefined,
  }
  return (
    <>
      <header className={classes.head}>
        <h2>{t('password.title')}</h2>
      </header>
      <p className={classes.hint}>{t('password.hint')}</p>
      <form
        className={classes.fields}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (!faults.current && !faults.next && !faults.again) change.mutate()
        }}
      >
        {/* Password managers need to know whose password it is. */}
        <input type="email" autoComplete="username" value={member.email} readOnly hidden />
        <PasswordField
          label={t('password.current')}
          autoComplete="current-password"
          value={current}
          error={tried ? faults.current : undefined}
          onChange={setCurrent}
        />
        <PasswordField
          label={t('password.next')}
          description={t('password.nextHint', { min: shortest })}
          autoComplete="new-password"
          value={next}
          error={tried ? faults.next : undefined}
          onChange={setNext}
        />
        <PasswordField
          label={t('password.again')}
          autoComplete="new-password"
          value={again}
          error={tried ? faults.again : undefined}
          onChange={setAgain}
        />
        {change.error && (
          <p className={classes.refused} role="alert">
            {messageOf(change.error)}
          </p>
        )}
        <Button type="submit" loading={change.isPending} className={classes.submit}>
          {t('password.submit')}
        </Button>
      </form>
    </>
  )
}
