import type { GroupView } from '@baton/contract'
import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey } from '../../lib/api.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { PeoplePicker } from '../../ui/people-picker.tsx'
import { toast } from '../../ui/toast.tsx'
import { useSaveGroup } from './people-mutations.ts'
import classes from './people.module.css'

/** Makes a group, or changes its name and who is in it. */
export default function GroupDialog({ group, onClose }: { group?: GroupView; onClose: () => void }) {
  const { t } = useTranslation('people')
  const save = useSaveGroup()
  const key = useRef(newKey())
  const [name, setName] = useState(group?.name ?? '')
  const [members, setMembers] = useState<readonly string[]>(group?.members ?? [])
  const [tried, setTried] = useState(false)
  const missing = name.trim() === ''

  const submit = async () => {
    setTried(true)
    if (missing) return
    try {
      await save.mutateAsync({ groupId: group?.id, name: name.trim(), members: [...members], key: key.current })
      toast(t(group ? 'group.saved' : 'group.added', { name: name.trim() }))
      onClose()
    } catch {
      // Said below; the next try is another request.
      key.current = newKey()
    }
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t(group ? 'group.edit' : 'group.add')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      <form
        className={classes.form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          void submit()
        }}
      >
        <TextInput
          label={t('group.name')}
          required
          data-autofocus
          maxLength={120}
          value={name}
          error={tried && missing ? t('group.nameMissing') : undefined}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PeoplePicker
          label={t('group.members')}
          groups={false}
          value={{ people: [...members], groups: [] }}
          onChange={({ people }) => setMembers(people)}
        />
        {save.error && (
          <p className={classes.refused} role="alert">
            {messageOf(save.error)}
          </p>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('back', { ns: 'common' })}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {t(group ? 'group.save' : 'group.add')}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
