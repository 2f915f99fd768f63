import { Button, Group, Modal, Text, Textarea } from '@mantine/core'
import { useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'

export type Question = {
  title: string
  text?: string
  /** The verb on the button: “Cancel process”, never “OK”. */
  confirm: string
  /** Red button: something is lost. */
  danger?: boolean
  /** Asks for words as well. */
  reason?: { label: string; required?: boolean; placeholder?: string }
}
type Asked = Question & { id: number; answer: (answer: { reason: string } | undefined) => void }

let asked: Asked | undefined
let lastId = 0
const listeners = new Set<() => void>()
const show = (next: Asked | undefined) => {
  asked = next
  for (const listener of listeners) listener()
}

/** Asks before something is done. @returns undefined when the person steps back */
export const confirm = (question: Question): Promise<{ reason: string } | undefined> =>
  new Promise((answer) => {
    asked?.answer(undefined)
    show({ ...question, id: ++lastId, answer })
  })

/** Where questions appear. Stands once, at the root. */
export function ConfirmDialogs() {
  const question = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
  )
  return question && <ConfirmDialog key={question.id} question={question} />
}

function ConfirmDialog({ question }: { question: Asked }) {
  const { t } = useTranslation()
  const [reason, setReason] = useState('')
  const missing = question.reason?.required === true && reason.trim() === ''
  const finish = (answer: { reason: string } | undefined) => {
    show(undefined)
    question.answer(answer)
  }
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
