import type { ProcessView } from '@baton/contract'
import {
  type Definition,
  factsOf,
  type Field,
  type FileAnswer,
  type Process,
  stepOrOneOff,
  type Task,
} from '@baton/engine'
import { IconDownload, IconFile, IconFileText, IconPhoto } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { fileAddress, paths } from '../../app/paths.ts'
import { sizeText } from '../../lib/file-size.ts'
import type { Texts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import classes from './process.module.css'

/** Every file that was given as an answer, and where. */
export default function FilesTab({
  process,
  definition,
  texts,
}: {
  process: ProcessView
  definition: Definition
  texts: Texts
}) {
  const { t } = useTranslation('processes')
  const visible = definition.visibility(factsOf(process as Process)).fields
  const filesOf = (fields: readonly Field[], taskId?: string) =>
    fields
      .filter(({ id, type }) => type === 'file' && (visible.has(id) || !definition.fields.has(id)))
      .flatMap((field) =>
        ((process.answers[field.id] as FileAnswer[] | undefined) ?? []).map((file) => ({ file, field, taskId })),
      )
  const files = [
    ...filesOf(definition.document.kickoff?.fields ?? []),
    ...process.tasks.flatMap((task) => filesOf(stepOrOneOff(definition, task as Task).fields, task.id)),
  ]
  if (files.length === 0)
    return <EmptyState drawing="page" title={t('files.empty.title')} hint={t('files.empty.hint')} />
  return (
    <ul className={classes.files}>
      {files.map(({ file, field, taskId }) => (
        <li key={`${field.id}${file.id}`}>
          <FileIcon type={file.type} />
          <div>
            <a href={fileAddress(file.id)} download={file.name} className={classes.fileName}>
              {file.name}
              <IconDownload size={14} aria-hidden />
            </a>
            <span className={classes.quiet}>
              {sizeText(file.size)} · {field.label} ·{' '}
              {taskId ? <Link {...paths.task(process.id, taskId)}>{texts.title(taskId)}</Link> : t('answers.kickoff')}
            </span>
          </div>
        </li>
      ))}
    </ul>
  )
}

function FileIcon({ type }: { type: string }) {
  const Icon = type.startsWith('image/') ? IconPhoto : /pdf|text|word|document/.test(type) ? IconFileText : IconFile
  return <Icon size={20} aria-hidden className={classes.fileIcon} />
}
