import { processes } from '@baton/contract'
import { Button, Input } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { isMac } from '../../lib/actions.ts'
import { newKey, write } from '../../lib/api.ts'
import { usePeople } from '../../lib/people.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { messageOf } from '../error-state.tsx'
import { PersonMark } from '../marks.tsx'
import { toastFailed } from '../toast.tsx'
import classes from './activity.module.css'
import { membersLike, mentionAt, mentionedIn } from './mentions.ts'

/** A comment on a task, or on the process as a whole; @ mentions members. What was written stays until it is sent. */
export function Composer({
  processId,
  taskId,
  inputRef,
}: {
  processId: string
  taskId?: string
  inputRef?: React.Ref<HTMLTextAreaElement>
}) {
  const { t } = useTranslation('activity')
  const listId = useId()
  const { members } = usePeople()
  const keep = useKeepProcess()
  const own = useRef<HTMLTextAreaElement>(null)
  const [text, setText] = useState('')
  const [caret, setCaret] = useState(0)
  const [at, setAt] = useState(0)
  const [closed, setClosed] = useState(false)
  const key = useRef(newKey())
  const send = useMutation({
    mutationFn: (words: string) =>
      write(processes.comment, {
        params: { processId },
        body: { text: words, mentions: mentionedIn(words, members), ...(taskId ? { taskId } : {}) },
        idempotencyKey: key.current,
      }),
    onSuccess: (view) => {
      key.current = newKey()
      setText('')
      keep(view)
    },
    onError: (refused) => toastFailed(messageOf(refused)),
  })

  const mention = closed ? undefined : mentionAt(text, caret)
  const offered = mention ? membersLike(members, mention.typed) : []
  const picked = offered[Math.min(at, offered.length - 1)]
  const submit = () => text.trim() !== '' && !send.isPending && send.mutate(text.trim())
  const insert = (name: string) => {
    if (!mention) return
    const next = `${text.slice(0, mention.from)}@${name} ${text.slice(caret)}`
    const end = mention.from + name.length + 2
    // Drawn at once: whoever types on would be ahead of a caret that is moved later.
    flushSync(() => {
      setText(next)
      setCaret(end)
    })
    own.current?.focus()
    own.current?.setSelectionRange(end, end)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
      event.preventDefault()
      submit()
    } else if (offered.length > 0) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step !== undefined) {
        event.preventDefault()
        setAt((Math.min(at, offered.length - 1) + step + offered.length) % offered.length)
      } else if (event.key === 'Enter' || event.key === 'Tab') {
        event.preventDefault()
        insert(picked!.name)
      } else if (event.key === 'Escape') {
        event.preventDefault()
        setClosed(true)
      }
    }
  }
  return (
    <form
      className={`${classes.composer} no-print`}
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Input
        component="textarea"
        multiline
        rows={1}
        ref={(element: HTMLTextAreaElement | null) => {
          own.current = element
          if (typeof inputRef === 'function') inputRef(element)
          else if (inputRef) inputRef.current = element
        }}
        aria-label={t('write')}
        placeholder={t('write')}
        aria-haspopup="listbox"
        aria-controls={offered.length > 0 ? listId : undefined}
        aria-activedescendant={picked && `${listId}-${picked.id}`}
        aria-autocomplete="list"
        maxLength={10_000}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setCaret(event.currentTarget.selectionStart)
          setClosed(false)
          setAt(0)
        }}
        onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
        onBlur={() => setClosed(true)}
        onKeyDown={onKeyDown}
      />
      {offered.length > 0 && (
        <div id={listId} role="listbox" aria-label={t('mention')} className={classes.mentions}>
          {offered.map(({ id, name, jobTitle }) => (
            // The field keeps the focus and handles the keys.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={id}
              id={`${listId}-${id}`}
              role="option"
              tabIndex={-1}
              aria-selected={id === picked?.id}
              className={classes.mention}
              onMouseDown={(event) => event.preventDefault()}
              onClick={() => insert(name)}
            >
              <PersonMark id={id} size={24} tooltip={false} />
              <span>{name}</span>
              <span className={classes.hint}>{jobTitle}</span>
            </div>
          ))}
        </div>
      )}
      {text !== '' && (
        <div className={classes.send}>
          <span className={classes.hint}>{t('sendHint', { keys: isMac ? '⌘↵' : 'Ctrl ↵' })}</span>
          <Button type="submit" size="compact-md" loading={send.isPending} disabled={text.trim() === ''}>
            {t('send')}
          </Button>
        </div>
      )}
    </form>
  )
}
