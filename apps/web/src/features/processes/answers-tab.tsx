import type { ProcessView } from '@baton/contract'
import { type Definition, type Process, whyNot } from '@baton/engine'
import { Button, Tooltip } from '@mantine/core'
import { IconPencil, IconPrinter } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { actorOf, useMe } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { AnswersDocument, answeredOf } from './answers-document.tsx'
import classes from './process.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const AmendKickoff = lazyPart(() => import('./amend-kickoff.tsx'))

/** Everything that was filled in, as a document to read and to print. Answers of hidden fields are left out. */
export default function AnswersTab({
  process,
  definition,
  texts,
}: {
  process: ProcessView
  definition: Definition
  texts: Texts
}) {
  const { t } = useTranslation('processes')
  const me = useMe()
  const [amending, setAmending] = useState(false)
  const answered = answeredOf(process, definition)
  const { kickoff, sections } = answered
  const refused = whyNot(actorOf(me), 'amendKickoff', process as Process)?.message
  if (kickoff.length === 0 && sections.length === 0)
    return <EmptyState drawing="page" title={t('answers.empty.title')} hint={t('answers.empty.hint')} />
  return (
    <article className={classes.document}>
      <div className={`${classes.documentTools} no-print`}>
        {kickoff.length > 0 && !amending && (
          <Tooltip label={refused} disabled={!refused}>
            <Button
              variant="default"
              leftSection={<IconPencil size={16} aria-hidden />}
              data-disabled={refused !== undefined || undefined}
              onClick={() => !refused && setAmending(true)}
            >
              {t('amend.button')}
            </Button>
          </Tooltip>
        )}
        <Button variant="default" leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          {t('answers.print')}
        </Button>
      </div>
      <AnswersDocument
        process={process}
        texts={texts}
        answered={answered}
        kickoffForm={
          amending ? (
            <Suspense fallback={null}>
              <AmendKickoff process={process} definition={definition} onDone={() => setAmending(false)} />
            </Suspense>
          ) : undefined
        }
      />
    </article>
  )
}
