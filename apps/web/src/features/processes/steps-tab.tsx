import type { ProcessView } from '@baton/contract'
import { type Definition, type Process, whyNot } from '@baton/engine'
import { Button } from '@mantine/core'
import { IconChevronRight, IconEye, IconEyeOff, IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { useRows } from '../../ui/rows.ts'
import { type StepGroup, stepGroups, type StepLine as Line } from './step-groups.ts'
import { StepLine } from './step-line.tsx'
import classes from './process.module.css'

const AddTask = lazy(() => import('./add-task.tsx'))

type Parts = { process: ProcessView; definition: Definition; texts: Texts }

/**
 * The steps by milestone: what is open stands out, what is done is folded, what is hidden is shown on request.
 * @param still beside a list that has the keyboard: only looked at
 */
export function StepsTab({ process, definition, texts, still = false }: Parts & { still?: boolean }) {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const me = useMe()
  const [showHidden, setShowHidden] = useState(false)
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set())
  /** Position of the group that a task is being added to. */
  const [adding, setAdding] = useState<number>()
  const groups = stepGroups(definition, process as Process)
  const hidden = process.tasks.filter(({ status }) => status === 'skipped').length
  const refused = whyNot(actorOf(me), 'addTask', process as Process)?.message

  // A process that is over is looked at as a whole.
  const over = process.status !== 'active'
  const isFolded = (at: number) => !over && !unfolded.has(String(at))
  const shownLines = (group: StepGroup, at: number) =>
    group.lines.filter(({ task }) =>
      task.status === 'skipped' ? showHidden : task.status === 'completed' ? !isFolded(at) : true,
    )
  const shown = groups.flatMap((group, at) => shownLines(group, at))
  const rows = useRows<Line>({
    rows: still ? [] : shown,
    keyOf: ({ task }) => task.id,
    onOpen: ({ task }) => void navigate(paths.task(process.id, task.id)),
    onPeek: ({ task }) => void navigate(paths.task(process.id, task.id)),
  })
  const toggle = (at: number) => {
    const next = new Set(unfolded)
    if (!next.delete(String(at))) next.add(String(at))
    setUnfolded(next)
  }
  return (
    <div className={classes.steps}>
      {groups.map((group, at) => {
        const counted = group.lines.filter(({ task }) => task.status !== 'skipped')
        const done = counted.filter(({ task }) => task.status === 'completed').length
        const lines = shownLines(group, at)
        const heading = `group-${at}`
        return (
          <section key={heading} aria-labelledby={heading} className={classes.group}>
            <div className={classes.groupHead}>
              <h2 id={heading}>{group.title ?? t(groups.length === 1 ? 'steps.all' : 'steps.others')}</h2>
              <span className={classes.groupCount}>
                {counted.length === 0
                  ? t('steps.notNeeded')
                  : t('progress', { ns: 'common', done, total: counted.length })}
              </span>
            </div>
            {!over && done > 0 && (
              <button type="button" className={classes.fold} aria-expanded={!isFolded(at)} onClick={() => toggle(at)}>
                <IconChevronRight size={16} aria-hidden />
                {t('steps.done', { count: done })}
              </button>
            )}
            {lines.length > 0 && (
              <ol className={classes.lines}>
                {lines.map((line) => (
                  <StepLine
                    key={line.task.id}
                    line={line}
                    process={process}
                    definition={definition}
                    texts={texts}
                    handle={still ? undefined : rows.mainProps(line)}
                  />
                ))}
              </ol>
            )}
            {adding === at ? (
              <Suspense fallback={null}>
                <AddTask process={process} after={group.lines.at(-1)?.task.id} onDone={() => setAdding(undefined)} />
              </Suspense>
            ) : (
              !refused &&
              !still && (
                <button type="button" className={classes.add} onClick={() => setAdding(at)}>
                  <IconPlus size={16} aria-hidden />
                  {t('add.button')}
                  {group.title && <span className="visually-hidden"> {t('add.to', { milestone: group.title })}</span>}
                </button>
              )
            )}
          </section>
        )
      })}
      {hidden > 0 && (
        <Button
          variant="subtle"
          color="gray"
          className={classes.showHidden}
          leftSection={showHidden ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
          onClick={() => setShowHidden(!showHidden)}
        >
          {t(showHidden ? 'steps.hideHidden' : 'steps.showHidden', { count: hidden })}
        </Button>
      )}
      {refused && !still && <p className={classes.whyNot}>{t('add.refused', { reason: refused })}</p>}
    </div>
  )
}
