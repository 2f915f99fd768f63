import { Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Question } from './confirm.tsx'

/** Asks one question, and for words where it wants them. */
export default function ConfirmDialog({
  question,
  onAnswer: finish,
}: {
  question: Question
  /** undefined when the person steps back */
  onAnswer: (answer: { reason: string } | undefined) => void
}) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const missing = question.reason?.required === true && reason.trim() === ''
  return (
    <Modal
      opened
      onClose={() => finish(undefined)}
      title={question.title}
      size="sm"
      closeButtonProps={{ 'aria-label': t('close') }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!missing) finish({ reason: reason.trim() })
        }}
        // Enter alone is a new line among the words.
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
          event.preventDefault()
          event.currentTarget.requestSubmit()
        }}
      >
        {question.text && (
          <Text c="dimmed" mb="md">
            {question.text}
          </Text>
        )}
        {question.reason && (
          <Textarea
            label={question.reason.label}
            placeholder={question.reason.placeholder}
            required={question.reason.required}
            autosize
            minRows={3}
            maxLength={2000}
            data-autofocus
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            mb="md"
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => finish(undefined)}>
            {t('back')}
          </Button>
          <Button type="submit" color={question.danger ? 'red.8' : undefined} disabled={missing}>
            {question.confirm}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
