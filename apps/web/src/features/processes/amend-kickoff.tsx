import { processes, type ProcessView } from '@baton/contract'
import {
  type Answer,
  type AnswersInput,
  type Definition,
  type Finding,
  kickoffFormOf,
  type Process,
} from '@baton/engine'
import { Button, Group } from '@mantine/core'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newKey, write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/processes.ts'
import { uploadFile } from '../../lib/upload.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { FormFields } from '../../ui/form/form-fields.tsx'
import { unreadFindings, useUnread } from '../../ui/form/unread.ts'
import { toast } from '../../ui/toast.tsx'
import classes from './process.module.css'

/** Changes answers of the kick-off form after the launch; the rules follow them. */
export default function AmendKickoff({
  process,
  definition,
  onDone,
}: {
  process: ProcessView
  definition: Definition
  onDone: () => void
}) {
  const { t } = useTranslation('processes')
  const keep = useKeepProcess()
  const key = useRef(newKey())
  const [changed, setChanged] = useState<AnswersInput>({})
  const unread = useUnread()
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const [refused, setRefused] = useState<string>()
  const [sending, setSending] = useState(false)
  const form = kickoffFormOf(definition, process as Process, changed)
  const visible = new Set(form.filter((one) => one.visible).map(({ field }) => field.id))
  const answers = { ...Object.fromEntries(form.map(({ field, answer }) => [field.id, answer])), ...changed }

  const save = async () => {
    const fields = form.filter((one) => one.visible).map(({ field }) => field)
    const found = unreadFindings(fields, answers, unread.texts)
    if (found.length > 0) return setFindings(found)
    setSending(true)
    setRefused(undefined)
    try {
      const view = await write(processes.amendKickoff, {
        params: { processId: process.id },
        body: { answers: changed },
        idempotencyKey: key.current,
      })
      keep(view)
      toast(t('amend.done'))
      onDone()
    } catch (problem) {
      setSending(false)
      if (!(problem instanceof ApiError && problem.status === 0)) key.current = newKey()
      if (problem instanceof ApiError && problem.findings.length > 0) setFindings(problem.findings)
      else setRefused(messageOf(problem))
    }
  }
  return (
    <form
      className={classes.amend}
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <FormFields
        fields={form.map(({ field }) => field)}
        answers={answers}
        visible={(id) => visible.has(id)}
        findings={findings}
        onUpload={uploadFile}
        unread={unread}
        onChange={(id: string, answer: Answer | null) => setChanged((before) => ({ ...before, [id]: answer }))}
      />
      {refused && (
        <p className={classes.formError} role="alert">
          {refused}
        </p>
      )}
      <Group justify="flex-end" gap="xs" mt="md">
        <Button variant="default" onClick={onDone}>
          {t('back', { ns: 'common' })}
        </Button>
        <Button type="submit" loading={sending} disabled={Object.keys(changed).length === 0}>
          {t('amend.save')}
        </Button>
      </Group>
    </form>
  )
}
