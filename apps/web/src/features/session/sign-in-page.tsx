import { session } from '@baton/contract'
import { Button, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { write } from '../../lib/api.ts'
import { useDocumentTitle } from '../../lib/page-slots.ts'
import { meQuery } from '../../lib/session.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { BatonDrawing } from './baton-drawing.tsx'
import { PasswordField } from '../../ui/password-field.tsx'
import classes from './sign-in-page.module.css'

export function SignInPage() {
  const { t } = useTranslation('session')
  useDocumentTitle(t('title'))
  const { next } = useSearch({ from: '/sign-in' })
  const client = useQueryClient()
  const navigate = useNavigate()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useMutation({
    mutationFn: () => write(session.signIn, { body: { email: email.trim(), password } }),
    onSuccess: async (me) => {
      client.clear()
      client.setQueryData(meQuery.queryKey, me)
      await navigate({ href: next ?? '/tasks', replace: true })
    },
  })
  return (
    <div className={classes.page}>
      <main className={classes.main}>
        <form
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            if (!signIn.isPending) signIn.mutate()
          }}
        >
          <div className={classes.brand}>
            <img src="/mark.svg" alt="" width={36} height={36} />
            <span>Baton</span>
          </div>
          <h1>{t('title')}</h1>
          {signIn.isError && (
            <Notice tone="red" alert>
              {messageOf(signIn.error)}
            </Notice>
          )}
          <TextInput
            label={t('email')}
            type="email"
            autoComplete="username"
            required
            withAsterisk={false}
            autoFocus
            size="md"
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <PasswordField
            label={t('password')}
            autoComplete="current-password"
            withAsterisk={false}
            size="md"
            value={password}
            onChange={setPassword}
          />
          <Button type="submit" size="md" fullWidth loading={signIn.isPending}>
            {t('signIn')}
          </Button>
          <p className={classes.hint}>{t('forgotten')}</p>
        </form>
      </main>
      <aside className={classes.aside} aria-label={t('about')}>
        <div>
          <BatonDrawing />
          <p className={classes.claim}>{t('claim')}</p>
          <p className={classes.sub}>{t('claimHint')}</p>
        </div>
      </aside>
    </div>
  )
}
