import type { ProcessSummary } from '@baton/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode, Ref } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { ProcessRing, TemplateMark } from '../../ui/marks.tsx'
import { DueLabel, RelativeTime } from '../../ui/status.tsx'
import { NextTask, toneOf, Who } from './tracker-cell.tsx'
import classes from './tracker.module.css'

/** A process in few words: how far, what is next, who has it, until when. */
export function ProcessCard({
  row,
  peeked,
  onPeek,
  badge,
  handle,
  template = true,
  level = 3,
}: {
  row: ProcessSummary
  peeked: boolean
  onPeek: (processId: string) => void
  badge?: ReactNode
  /** Without: all that are shown are of the same one. */
  template?: boolean
  /** Of its heading. */
  level?: 2 | 3
  /** Of the list that it stands in, for the keyboard. */
  handle?: { ref: Ref<HTMLAnchorElement>; tabIndex: 0 | -1; onFocus: () => void }
}) {
  const { t } = useTranslation('processes')
  const Heading = level === 2 ? 'h2' : 'h3'
  const active = row.status === 'active' && !row.archived
  return (
    <article className={classes.card} data-peeked={peeked || undefined}>
      <header>
        <ProcessRing done={row.done} total={row.total} tone={toneOf(row)} size={20} />
        <Heading>
          <Link
            {...paths.process(row.id)}
            className={classes.cardName}
            aria-expanded={peeked}
            onClick={(event) => {
              if (event.metaKey || event.ctrlKey || event.shiftKey) return
              event.preventDefault()
              onPeek(row.id)
            }}
            {...handle}
          >
            {row.name}
          </Link>
        </Heading>
        {badge}
      </header>
      {template && (
        <p className={classes.cardTemplate}>
          <TemplateMark title={row.templateTitle} emoji={row.emoji} size={16} />
          <span>{row.templateTitle}</span>
        </p>
      )}
      {active ? (
        <>
          <NextTask row={row} />
          <footer>
            <span className={classes.above}>
              <Who row={row} />
            </span>
            <span className={classes.above}>
              <DueLabel dueAt={row.dueAt} />
            </span>
          </footer>
        </>
      ) : (
        <footer className={classes.quiet}>
          <span>
            {row.finishedAt && t('finishedAt')} {row.finishedAt && <RelativeTime at={row.finishedAt} />}
          </span>
        </footer>
      )}
    </article>
  )
}
