import type { Answer, Field, FileAnswer, TableRow } from '@baton/engine'
import { formatAnswer } from '@baton/engine'
import { IconSquare, IconSquareCheckFilled } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { fileAddress } from '../../app/paths.ts'
import { sizeText } from '../../lib/file-size.ts'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'
import { PersonMark } from '../marks.tsx'
import type { FormAnswers } from './form-fields.tsx'
import classes from './form.module.css'

/** Questions and their answers, to read. `hideEmpty` leaves out what was not answered. */
export function AnswerList({
  fields,
  answers,
  hideEmpty = false,
}: {
  fields: readonly Field[]
  answers: FormAnswers
  hideEmpty?: boolean
}) {
  const shown = hideEmpty ? fields.filter(({ id }) => answers[id] !== undefined && answers[id] !== null) : fields
  return (
    <dl className={classes.answers}>
      {shown.map((field) => (
        <div key={field.id}>
          <dt>{field.label}</dt>
          <dd>
            <AnswerValue field={field} answer={answers[field.id]} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** One answer in the words of people, with links, files, boxes and tables as what they are. */
export function AnswerValue({ field, answer }: { field: Field; answer: Answer | null | undefined }) {
  const { t } = useTranslation()
  const zone = useZone()
  const { nameOf } = usePeople()
  if (answer === null || answer === undefined) return <span className={classes.quiet}>{t('form.none')}</span>
  const words = formatAnswer(field, answer, { ...zone, personName: nameOf })
  switch (field.type) {
    case 'long_text':
      return <div className={classes.long}>{words}</div>
    case 'email':
      return <a href={`mailto:${words}`}>{words}</a>
    case 'phone':
      return <a href={`tel:${words.replaceAll(/[^+\d]/g, '')}`}>{words}</a>
    case 'url':
      return /^https?:\/\//i.test(words) ? (
        <a href={words} target="_blank" rel="noopener noreferrer">
          {words}
        </a>
      ) : (
        words
      )
    case 'checklist':
      return <Ticks field={field} ticked={answer as string[]} />
    case 'people':
      return (
        <span className={classes.people}>
          {(answer as string[]).map((id) => (
            <span key={id}>
              <PersonMark id={id} size={20} tooltip={false} />
              {nameOf(id)}
            </span>
          ))}
        </span>
      )
    case 'file':
      return (
        <ul className={classes.ticks}>
          {(answer as FileAnswer[]).map(({ id, name, size }) => (
            <li key={id}>
              <a href={fileAddress(id)} download={name}>
                {name}
              </a>
              <span className={classes.quiet}>{sizeText(size)}</span>
            </li>
          ))}
        </ul>
      )
    case 'table':
      return <AnswerTable field={field} rows={answer as TableRow[]} />
    default:
      return words
  }
}

function Ticks({ field, ticked }: { field: Field; ticked: string[] }) {
  const { t } = useTranslation()
  return (
    <ul className={classes.ticks}>
      {(field.options ?? []).map(({ id, label }) => (
        <li key={id}>
          {ticked.includes(id) ? (
            <IconSquareCheckFilled size={16} color="var(--accent)" role="img" aria-label={t('form.ticked')} />
          ) : (
            <IconSquare size={16} color="var(--ink-3)" role="img" aria-label={t('form.notTicked')} />
          )}
          <span>{label}</span>
        </li>
      ))}
    </ul>
  )
}

function AnswerTable({ field, rows }: { field: Field; rows: TableRow[] }) {
  const zone = useZone()
  const columns = field.columns ?? []
  return (
    <div className={classes.tableWrap}>
      <table className={classes.readTable}>
        <thead>
          <tr>
            {columns.map(({ id, label, type }) => (
              <th key={id} scope="col" data-number={type === 'number' || type === 'currency' || undefined}>
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at}>
              {columns.map((column) => (
                <td key={column.id} data-number={column.type === 'number' || column.type === 'currency' || undefined}>
                  {formatAnswer(column, row[column.id], { ...zone, personName: () => undefined })}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
