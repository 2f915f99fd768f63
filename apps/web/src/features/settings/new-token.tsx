import { session } from '@baton/contract'
import { Button, Code, CopyButton, Group, Modal, Radio, Select, Stack, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey, write } from '../../lib/api.ts'
import { messageOf } from '../../ui/error-state.tsx'
import classes from './settings.module.css'

/** Makes an access token, and shows its secret this once. */
export default function NewToken({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) {
  const { t } = useTranslation('settings')
  const [name, setName] = useState('')
  const [scope, setScope] = useState<'read' | 'write'>('read')
  const [days, setDays] = useState('90')
  const [tried, setTried] = useState(false)
  const create = useMutation({
    mutationFn: (key: string) =>
      write(session.createAccessToken, {
        body: {
          name: name.trim(),
          scopes: scope === 'write' ? ['read', 'write'] : ['read'],
          ...(days === 'never' ? {} : { expiresInDays: Number(days) }),
        },
        idempotencyKey: key,
      }),
    onSuccess: onCreated,
  })
  const secret = create.data?.secret
  return (
    <Modal
      opened
      onClose={onClose}
      // A click beside it must not lose the only sight of the secret.
      closeOnClickOutside={secret === undefined}
      title={t(secret === undefined ? 'tokens.add' : 'tokens.made')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      {secret === undefined ? (
        <form
          className={classes.fields}
          noValidate
          onSubmit={(event) => {
            event.preventDefault()
            setTried(true)
            if (name.trim() !== '') create.mutate(newKey())
          }}
        >
          <TextInput
            label={t('tokens.name')}
            description={t('tokens.nameHint')}
            required
            data-autofocus
            maxLength={100}
            value={name}
            error={tried && name.trim() === '' ? t('tokens.nameMissing') : undefined}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Radio.Group label={t('tokens.may')} value={scope} onChange={(value) => setScope(value as typeof scope)}>
            <Stack gap="xs" mt={6}>
              <Radio value="read" label={t('tokens.scope.read')} />
              <Radio value="write" label={t('tokens.scope.write')} />
            </Stack>
          </Radio.Group>
          <Select
            label={t('tokens.expiry')}
            allowDeselect={false}
            value={days}
            onChange={(value) => value && setDays(value)}
            data={['30', '90', '365', 'never'].map((value) => ({ value, label: t(`tokens.days.${value}`) }))}
          />
          {create.error && (
            <p className={classes.refused} role="alert">
              {messageOf(create.error)}
            </p>
          )}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('back', { ns: 'common' })}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('tokens.add')}
            </Button>
          </Group>
        </form>
      ) : (
        <div className={classes.fields}>
          <p className={classes.once}>{t('tokens.once')}</p>
          <div className={classes.secret}>
            <Code data-autofocus tabIndex={0} aria-label={t('tokens.secret')}>
              {secret}
            </Code>
            <CopyButton value={secret} timeout={4000}>
              {({ copied, copy }) => <Button onClick={copy}>{t(copied ? 'tokens.copied' : 'tokens.copy')}</Button>}
            </CopyButton>
          </div>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('tokens.kept')}
            </Button>
          </Group>
        </div>
      )}
    </Modal>
  )
}
