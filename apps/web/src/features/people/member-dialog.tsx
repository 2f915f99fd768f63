import type { MemberView } from '@baton/contract'
import { Button, CopyButton, Group, Modal, Select, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../lib/api.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { toast } from '../../ui/toast.tsx'
import { newPassword } from './new-password.ts'
import { useAddMember, useChangeMember } from './people-mutations.ts'
import { PasswordField } from '../../ui/password-field.tsx'
import classes from './people.module.css'

/** Adds a member, or changes the name and job title of one. */
export default function MemberDialog({ member, onClose }: { member?: MemberView; onClose: () => void }) {
  const { t } = useTranslation('people')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(member ? 'member.edit' : 'member.add')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      {member ? <EditMember member={member} onClose={onClose} /> : <AddMember onClose={onClose} />}
    </Modal>
  )
}

function EditMember({ member, onClose }: { member: MemberView; onClose: () => void }) {
  const { t } = useTranslation('people')
  const change = useChangeMember()
  const [name, setName] = useState(member.name)
  const [jobTitle, setJobTitle] = useState(member.jobTitle ?? '')
  const submit = async () => {
    if (name.trim() === '') return
    try {
      await change.mutateAsync({ memberId: member.id, name: name.trim(), jobTitle: jobTitle.trim() })
      toast(t('member.saved', { name: name.trim() }))
      onClose()
    } catch {
      // Said below.
    }
  }
  return (
    <form
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <NameAndTitle name={name} jobTitle={jobTitle} tried onName={setName} onJobTitle={setJobTitle} />
      <Foot error={change.error} pending={change.isPending} label={t('save', { ns: 'common' })} onClose={onClose} />
    </form>
  )
}

function AddMember({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people')
  const add = useAddMember()
  const key = useRef(newKey())
  const [name, setName] = useState('')
  const [jobTitle, setJobTitle] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<'administrator' | 'member'>('member')
  const [password, setPassword] = useState(newPassword)
  const [tried, setTried] = useState(false)
  const wrongEmail = !/^[^@\s]+@[^@\s]+$/.test(email.trim())
  const short = password.length < 12

  const submit = async () => {
    setTried(true)
    if (name.trim() === '' || wrongEmail || short) return
    const title = jobTitle.trim()
    try {
      await add.mutateAsync({
        name: name.trim(),
        email: email.trim(),
        role,
        password,
        ...(title ? { jobTitle: title } : {}),
        key: key.current,
      })
      toast(t('member.added', { name: name.trim() }))
      onClose()
    } catch {
      // Said below; the next try is another request.
      key.current = newKey()
    }
  }
  return (
    <form
      className={classes.form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <NameAndTitle name={name} jobTitle={jobTitle} tried={tried} onName={setName} onJobTitle={setJobTitle} />
      <TextInput
        type="email"
        label={t('member.email')}
        required
        maxLength={320}
        autoComplete="off"
        value={email}
        error={tried && wrongEmail ? t('member.emailWrong') : undefined}
        onChange={(event) => setEmail(event.currentTarget.value)}
      />
      <Select
        label={t('member.role')}
        allowDeselect={false}
        data={[
          { value: 'member', label: t('role.member') },
          { value: 'administrator', label: t('role.administratorLong') },
        ]}
        value={role}
        onChange={(next) => next && setRole(next as typeof role)}
      />
      <div className={classes.password}>
        <PasswordField
          label={t('member.password')}
          description={t('member.passwordHint')}
          autoComplete="new-password"
          value={password}
          error={tried && short ? t('member.passwordShort', { count: password.length }) : undefined}
          onChange={setPassword}
        />
        <CopyButton value={password} timeout={4000}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
      </div>
      <Foot error={add.error} pending={add.isPending} label={t('member.add')} onClose={onClose} />
    </form>
  )
}

function NameAndTitle({
  name,
  jobTitle,
  tried,
  onName,
  onJobTitle,
}: {
  name: string
  jobTitle: string
  tried: boolean
  onName: (name: string) => void
  onJobTitle: (jobTitle: string) => void
}) {
  const { t } = useTranslation('people')
  return (
    <>
      <TextInput
        label={t('member.name')}
        required
        data-autofocus
        maxLength={120}
        autoComplete="off"
        value={name}
        error={tried && name.trim() === '' ? t('member.nameMissing') : undefined}
        onChange={(event) => onName(event.currentTarget.value)}
      />
      <TextInput
        label={t('member.jobTitle')}
        maxLength={120}
        value={jobTitle}
        onChange={(event) => onJobTitle(event.currentTarget.value)}
      />
    </>
  )
}

function Foot({
  error,
  pending,
  label,
  onClose,
}: {
  error: unknown
  pending: boolean
  label: string
  onClose: () => void
}) {
  const { t } = useTranslation('people')
  return (
    <>
      {error !== null && error !== undefined && (
        <p className={classes.refused} role="alert">
          {messageOf(error)}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          {t('back', { ns: 'common' })}
        </Button>
        <Button type="submit" loading={pending}>
          {label}
        </Button>
      </Group>
    </>
  )
}
