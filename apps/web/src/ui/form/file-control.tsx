import type { FileAnswer } from '@baton/engine'
import { ActionIcon, Progress } from '@mantine/core'
import { IconFile, IconTrash, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fileAddress } from '../../app/paths.ts'
import { newKey } from '../../lib/api.ts'
import { sizeText } from '../../lib/file-size.ts'
import type { Upload } from '../../lib/upload.ts'
import { messageOf } from '../error-state.tsx'
import type { Control } from './field-control.tsx'
import classes from './form.module.css'

type Sending = { key: string; name: string; part: number; stop: () => void; failed?: string }

/** Files by drop or by choosing, each with its progress; sent at once and kept when the form is. */
export default function FileControl({
  field,
  wiring,
  answer,
  onChange,
  onUpload,
}: Control<FileAnswer[]> & { onUpload?: Upload }) {
  const { t } = useTranslation()
  const [sending, setSending] = useState<readonly Sending[]>([])
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  // Several uploads end in any order; each adds to the newest list.
  const files = useRef(answer)
  useEffect(() => {
    files.current = answer
  })
  const change = (key: string, with_: Partial<Sending>) =>
    setSending((before) => before.map((one) => (one.key === key ? { ...one, ...with_ } : one)))
  const drop = (key: string) => setSending((before) => before.filter((one) => one.key !== key))
  const keep = (next: FileAnswer[]) => {
    files.current = next
    onChange(next.length > 0 ? next : null)
  }

  const max = field.maxItems ?? 100
  const limitMb = field.maxSizeMb ?? 50
  const refuse = (name: string, reason: string) =>
    setSending((before) => [...before, { key: newKey(), name, part: 0, stop: () => undefined, failed: reason }])
  const send = (chosen: Iterable<File>) => {
    if (!onUpload) return
    let free = max - files.current.length - sending.filter(({ failed }) => !failed).length
    for (const file of chosen) {
      if (file.size > limitMb * 1_000_000) refuse(file.name, t('form.tooLarge', { name: file.name, size: limitMb }))
      else if (free <= 0) refuse(file.name, t('form.tooMany', { count: max }))
      else {
        free--
        const key = newKey()
        const stopping = new AbortController()
        setSending((before) => [...before, { key, name: file.name, part: 0, stop: () => stopping.abort() }])
        onUpload(file, (part) => change(key, { part }), stopping.signal).then(
          (sent) => {
            drop(key)
            keep([...files.current, sent])
          },
          (refused: unknown) => {
            if (stopping.signal.aborted) drop(key)
            else change(key, { failed: t('form.uploadFailed', { name: file.name, reason: messageOf(refused) }) })
          },
        )
      }
    }
  }
  const full = answer.length >= max

  return (
    <div
      id={wiring.id}
      role="group"
      aria-labelledby={wiring.labelId}
      aria-describedby={wiring.aria['aria-describedby']}
    >
      <ul className={classes.files} aria-live="polite">
        {answer.map(({ id, name, size }) => (
          <li key={id} className={classes.file}>
            <IconFile size={18} aria-hidden />
            <span className={classes.fileName}>
              <a href={fileAddress(id)} download={name}>
                {name}
              </a>
            </span>
            <span className={classes.quiet}>{sizeText(size)}</span>
            <ActionIcon
              aria-label={t('form.removeFile', { name })}
              onClick={() => keep(answer.filter((one) => one.id !== id))}
            >
              <IconTrash size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
        {sending.map(({ key, name, part, stop, failed }) => (
          <li key={key} className={classes.file}>
            <IconFile size={18} aria-hidden />
            {failed ? (
              <span className={classes.error} style={{ flex: 1, margin: 0 }} role="alert">
                {failed}
              </span>
            ) : (
              <>
                <span className={classes.fileName}>{name}</span>
                <Progress value={part * 100} w={90} aria-label={t('form.uploading', { name })} />
              </>
            )}
            <ActionIcon
              aria-label={t('form.removeFile', { name })}
              onClick={() => {
                stop()
                drop(key)
              }}
            >
              <IconX size={16} aria-hidden />
            </ActionIcon>
          </li>
        ))}
      </ul>
      {!full && (
        <div
          className={classes.drop}
          data-over={over || undefined}
          data-invalid={wiring.invalid || undefined}
          onDragOver={(event) => {
            event.preventDefault()
            setOver(true)
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault()
            setOver(false)
            send(event.dataTransfer.files)
          }}
        >
          <span>{t('form.dropFiles')}</span>
          <button
            type="button"
            className={classes.link}
            onClick={() => input.current?.click()}
            disabled={!onUpload}
            aria-describedby={wiring.aria['aria-describedby']}
          >
            {t('form.chooseFiles')}
          </button>
          <small>
            {t('form.fileCount', { count: max })} · {t('form.fileLimit', { size: limitMb })}
          </small>
          <input
            ref={input}
            type="file"
            hidden
            multiple={max > 1}
            aria-label={field.label}
            onChange={(event) => {
              send(event.currentTarget.files ?? [])
              event.currentTarget.value = ''
            }}
          />
        </div>
      )}
    </div>
  )
}
