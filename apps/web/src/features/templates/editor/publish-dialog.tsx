import { templates, type TemplateView } from '@baton/contract'
import type { Field } from '@baton/engine'
import { Alert, Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconArrowRight, IconCircleCheck } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../../app/paths.ts'
import { ApiError, newKey, write } from '../../../lib/api.ts'
import { messageOf } from '../../../ui/error-state.tsx'
import { toast } from '../../../ui/toast.tsx'
import { useKeepTemplate } from '../template-queries.ts'
import { stepAt, stepsInOrder } from './document/outline.ts'
import { useEditor } from './editor-context.ts'
import { useFaultText } from './fault-text.ts'
import { type Place, placeOf } from './finding-places.ts'
import classes from './publish-dialog.module.css'

/** Publishing: first what keeps the draft from it, each leading to its place; then what will happen. */
export function PublishDialog({
  template,
  opened,
  onClose,
  flush,
  onPlace,
}: {
  template: TemplateView
  opened: boolean
  onClose: () => void
  flush: () => Promise<number | undefined>
  onPlace: (place: Place) => void
}) {
  const { t } = useTranslation('editor')
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('publish.dialog')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      {opened && <PublishForm template={template} onClose={onClose} flush={flush} onPlace={onPlace} />}
    </Modal>
  )
}

function PublishForm({
  template,
  onClose,
  flush,
  onPlace,
}: {
  template: TemplateView
  onClose: () => void
  flush: () => Promise<number | undefined>
  onPlace: (place: Place) => void
}) {
  const { t } = useTranslation('editor')
  const { findings, state, dispatch } = useEditor()
  const words = useFaultText()
  const keep = useKeepTemplate()
  const navigate = useNavigate()
  const [note, setNote] = useState('')
  const [publishing, setPublishing] = useState(false)
  const [refused, setRefused] = useState<{ message: string; places: { message: string; place: Place }[] }>()
  const [key] = useState(newKey)
  const listed = refused?.places.length
    ? refused.places
    : findings.map(({ finding, place }) => ({ message: words(finding), place }))

  const publish = async () => {
    setPublishing(true)
    setRefused(undefined)
    try {
      // What was typed last gets its lasting ids before it is published.
      dispatch({ type: 'select', selection: { at: 'template' } })
      await new Promise((drawn) => setTimeout(drawn))
      const draftRevision = await flush()
      if (draftRevision === undefined) return setRefused({ message: t('publish.notSaved'), places: [] })
      const body = note.trim() === '' ? { draftRevision } : { draftRevision, note: note.trim() }
      const view = await write(templates.publishTemplate, {
        params: { templateId: template.id },
        body,
        idempotencyKey: key,
      })
      keep(view)
      onClose()
      toast(t('publish.done', { version: view.publishedVersion }), {
        label: t('launch'),
        run: () => void navigate(paths.launchOf(template.id)),
      })
    } catch (error) {
      const found = error instanceof ApiError ? error.findings : []
      setRefused({
        message: messageOf(error),
        places: found.map((finding) => ({ message: words(finding), place: placeOf(finding, state.document) })),
      })
    } finally {
      setPublishing(false)
    }
  }
  if (listed.length > 0) {
    return (
      <>
        <Text className={classes.lead}>
          <IconAlertTriangle size={18} aria-hidden /> {t('publish.findings', { count: listed.length })}
        </Text>
        <ul className={classes.findings}>
          {listed.map(({ message, place }, index) => (
            <li key={index}>
              <button type="button" onClick={() => onPlace(place)}>
                <PlaceName place={place} />
                <span>{message}</span>
                <IconArrowRight size={16} aria-hidden />
              </button>
            </li>
          ))}
        </ul>
      </>
    )
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void publish()
      }}
    >
      <Text className={classes.lead} data-good>
        <IconCircleCheck size={18} aria-hidden /> {t('publish.ready')}
      </Text>
      <ul className={classes.consequences}>
        <li>
          {template.publishedVersion === null
            ? t('publish.first')
            : t('publish.next', { version: template.publishedVersion + 1 })}
        </li>
        {template.running > 0 && (
          <li>{t('publish.running', { count: template.running, version: template.publishedVersion ?? 1 })}</li>
        )}
      </ul>
      <Textarea
        label={t('publish.note')}
        description={t('publish.noteHint')}
        autosize
        minRows={2}
        maxLength={1000}
        data-autofocus
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
      {refused && (
        <Alert color="red" mt="md" role="alert">
          {refused.message}
        </Alert>
      )}
      <Group justify="flex-end" gap="xs" mt="lg">
        <Button variant="default" onClick={onClose}>
          {t('back')}
        </Button>
        <Button type="submit" loading={publishing}>
          {t('publish.title')}
        </Button>
      </Group>
    </form>
  )
}

/** What the place is called on the screen. */
function PlaceName({ place: { selection } }: { place: Place }) {
  const { t } = useTranslation('editor')
  const { document } = useEditor().state
  const labelIn = (fields: readonly Field[] | undefined, field: string | undefined): string => {
    const found = field === undefined ? undefined : fields?.find(({ id }) => id === field)
    return found ? ` › ${found.label || t('field.untitled')}` : ''
  }
  const name = () => {
    if (selection.at === 'kickoff') return t('kickoff.title') + labelIn(document.kickoff?.fields, selection.field)
    if (selection.at === 'milestone') return t('milestone.label')
    if (selection.at === 'template') return t('template.where')
    const index = stepsInOrder(document).findIndex(({ id }) => id === selection.step)
    const step = stepAt(document, selection.step)
    return `${index + 1}. ${step?.title || t('steps.untitled')}${labelIn(step?.fields, selection.field)}`
  }
  return <span className={classes.place}>{name()}</span>
}
