import { markdownToMail } from './markdown.ts'
import { renderMail } from './layout.ts'
import { mailTexts } from './texts.ts'

/** What a rendered mail consists of. */
export type MailContent = { subject: string; html: string; text: string }

/** Who reads it, and how. */
export type Reader = { locale: string; timeZone: string }

/** What every notice tells of. `url` opens the task, or the process when there is no task. */
export type Subject = {
  organization: string
  process: string
  /** Title of the task with its variables filled; absent for a comment on the process. */
  task?: string | undefined
  emoji?: string | undefined
  dueAt?: string | undefined
  url: string
}

export type NoticeKind = 'assigned' | 'mentioned' | 'problem' | 'due_soon' | 'overdue'

/** The most of somebody's words that a mail repeats, in characters; the rest is read in Baton. */
const longestQuote = 2000

/** `Friday, 6 March at 17:00 CET`, in the reader's language and zone. */
export const moment = (instant: string, { locale, timeZone }: Reader): string =>
  new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  }).format(new Date(instant))

/**
 * A notice to one person.
 * @param actor name of the person who caused it; absent when Baton did
 * @param quote the comment or the description of the problem, as text
 */
export async function noticeMail(
  kind: NoticeKind,
  { subject, reader, actor, quote }: { subject: Subject; reader: Reader; actor?: string; quote?: string },
): Promise<MailContent> {
  const t = mailTexts(reader.locale)
  const due = subject.dueAt ? moment(subject.dueAt, reader) : ''
  const values = {
    task: subject.task ?? subject.process,
    about: subject.task ?? subject.process,
    process: subject.process,
    actor: actor ?? t('somebody'),
    due,
  }
  const preview = t(`${kind}.preview`, values)
  const rendered = await renderMail({
    language: reader.locale,
    preview,
    organization: subject.organization,
    mark: subject.emoji,
    heading: kind === 'mentioned' || kind === 'problem' ? t(`${kind}.heading`, values) : values.task,
    facts: [
      ...(kind === 'mentioned' && subject.task ? [{ label: t('facts.task'), value: subject.task }] : []),
      { label: t('facts.process'), value: subject.process },
      ...(due ? [{ label: t('facts.due'), value: due }] : []),
      ...(kind === 'problem' ? [{ label: t('facts.from'), value: values.actor }] : []),
    ],
    quote: quote && quote.length > longestQuote ? `${quote.slice(0, longestQuote)}…` : quote,
    button: { label: subject.task ? t('open_task') : t('open_process'), href: subject.url },
    footer: t(`${kind}.footer`, values),
  })
  return { subject: oneLine(t(`${kind}.subject`, values)), ...rendered }
}

/**
 * The mail of an e-mail step, its variables filled already.
 * @param body Markdown
 */
export async function stepMail(
  mail: { subject: string; body: string },
  { organization, process, reader }: { organization: string; process: string; reader: Reader },
): Promise<MailContent> {
  const rendered = await renderMail({
    language: reader.locale,
    preview: oneLine(mail.subject),
    organization,
    body: markdownToMail(mail.body),
    footer: mailTexts(reader.locale)('step_mail.footer', { organization, process }),
  })
  return { subject: oneLine(mail.subject), ...rendered }
}

/** Answers may hold line breaks; a subject must not, or it would become a header of its own. */
const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
