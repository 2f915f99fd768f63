import { processes, type ProcessView } from '@baton/contract'
import type { Field } from '@baton/engine'
import { Button, Checkbox, Collapse, Group, SegmentedControl, Textarea, TextInput } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { type FormEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newKey, write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/processes.ts'
import { MomentInput } from '../../ui/dates/date-input.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { PeoplePicker, type Picked } from '../../ui/people-picker.tsx'
import { toast } from '../../ui/toast.tsx'
import { draftField, fieldOfDraft, type FieldDraft, OwnFields } from './own-fields.tsx'
import classes from './process.module.css'

/** A task that only this process has, added where it is to stand. */
export default function AddTask({
  process,
  after,
  onDone,
}: {
  process: ProcessView
  /** The task it comes after. */
  after: string | undefined
  onDone: () => void
}) {
  const { t } = useTranslation('processes')
  const keep = useKeepProcess()
  const key = useRef(newKey())
  const [type, setType] = useState<'task' | 'approval'>('task')
  const [title, setTitle] = useState('')
  const [instructions, setInstructions] = useState('')
  const [assignees, setAssignees] = useState<Picked>({ people: [], groups: [] })
  const [due, setDue] = useState('')
  const [dueUnread, setDueUnread] = useState<string>()
  const [optional, setOptional] = useState(false)
  const [fields, setFields] = useState<readonly FieldDraft[]>([])
  const [tried, setTried] = useState(false)
  const [sending, setSending] = useState(false)
  const [refused, setRefused] = useState<string>()

  const unnamed = fields.some(({ label }) => label.trim() === '')
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (title.trim() === '' || unnamed || dueUnread !== undefined) return
    setSending(true)
    setRefused(undefined)
    try {
      const made: Field[] = fields.map(fieldOfDraft)
      const view = await write(processes.addTask, {
        params: { processId: process.id },
        body: {
          task: {
            type,
            title: title.trim(),
            ...(instructions.trim() ? { instructions: instructions.trim() } : {}),
            ...(optional ? { optional } : {}),
            ...(made.length > 0 ? { fields: made } : {}),
            ...(after ? { after } : {}),
          },
          assignees,
          ...(due ? { dueAt: due } : {}),
        },
        idempotencyKey: key.current,
      })
      keep(view)
      toast(t('add.done', { title: title.trim() }))
      onDone()
    } catch (problem) {
      // The next try is another request, unless nobody heard of this one.
      if (!(problem instanceof ApiError && problem.status === 0)) key.current = newKey()
      setRefused(messageOf(problem))
      setSending(false)
    }
  }
  return (
    <form className={classes.addForm} onSubmit={(event) => void submit(event)} aria-label={t('add.button')} noValidate>
      <div className={classes.addTop}>
        <TextInput
          label={t('add.title')}
          required
          data-autofocus
          // The button was pressed to type here.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          maxLength={250}
          value={title}
          error={tried && title.trim() === '' ? t('add.titleMissing') : undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label={t('add.type')}
          value={type}
          onChange={(value) => setType(value as typeof type)}
          data={[
            { value: 'task', label: t('type.task') },
            { value: 'approval', label: t('type.approval') },
          ]}
        />
      </div>
      <div className={classes.addPair}>
        <PeoplePicker label={t('add.who')} value={assignees} onChange={setAssignees} placeholder={t('add.anyone')} />
        <MomentInput label={t('add.due')} value={due} onChange={setDue} unread={dueUnread} onUnread={setDueUnread} />
      </div>
      <Textarea
        label={t('add.instructions')}
        autosize
        minRows={2}
        maxLength={50_000}
        value={instructions}
        onChange={(event) => setInstructions(event.currentTarget.value)}
      />
      <Collapse expanded={fields.length > 0}>
        <OwnFields fields={fields} onChange={setFields} tried={tried} />
      </Collapse>
      <Group justify="space-between" gap="xs">
        <Button
          variant="subtle"
          color="gray"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={fields.length >= 50}
          onClick={() => setFields([...fields, draftField()])}
        >
          {t('add.field')}
        </Button>
        <Checkbox
          label={t('add.optional')}
          checked={optional}
          onChange={(event) => setOptional(event.currentTarget.checked)}
        />
      </Group>
      {refused && (
        <p className={classes.formError} role="alert">
          {refused}
        </p>
      )}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onDone}>
          {t('back', { ns: 'common' })}
        </Button>
        <Button type="submit" loading={sending}>
          {t('add.submit')}
        </Button>
      </Group>
    </form>
  )
}
