import type { ProcessView } from '@baton/contract'
import type { Definition, Process } from '@baton/engine'
import { Button } from '@mantine/core'
import { IconChevronRight, IconEye, IconEyeOff } from '@tabler/icons-react'
import { type ReactNode, type Ref, useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Texts } from '../../lib/texts.ts'
import { type StepGroup, stepGroups, type StepLine as Line } from './step-groups.ts'
import { StepLine } from './step-line.tsx'
import classes from './process.module.css'

/** A group with those of its lines that are shown now. */
export type ShownGroup = StepGroup & { shown: Line[]; done: number; needed: number; folded: boolean }

/** Which steps are shown: those done are folded while the process goes on, those that are not needed are left out. */
export function useShownSteps(process: ProcessView, definition: Definition) {
  const [showHidden, setShowHidden] = useState(false)
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(new Set())
  // A process that is over is looked at as a whole.
  const over = process.status !== 'active'
  const groups = stepGroups(definition, process as Process).map((group, at): ShownGroup => {
    const folded = !over && !unfolded.has(at)
    const needed = group.lines.filter(({ task }) => task.status !== 'skipped')
    return {
      ...group,
      folded,
      needed: needed.length,
      done: needed.filter(({ task }) => task.status === 'completed').length,
      shown: group.lines.filter(({ task: { status } }) =>
        status === 'skipped' ? showHidden : status === 'completed' ? !folded : true,
      ),
    }
  })
  return {
    groups,
    over,
    hidden: process.tasks.filter(({ status }) => status === 'skipped').length,
    showHidden,
    setShowHidden,
    toggle: (at: number) => setUnfolded((before) => before.symmetricDifference(new Set([at]))),
  }
}
export type ShownSteps = ReturnType<typeof useShownSteps>

/**
 * The steps by milestone: what is open stands out, what is done is folded, what is hidden is shown on request.
 * @param handleOf of the list that has the keyboard; absent where that is another one
 * @param footOf what stands under a group
 */
export function StepList({
  steps: { groups, over, hidden, showHidden, setShowHidden, toggle },
  process,
  definition,
  texts,
  handleOf,
  footOf,
}: {
  steps: ShownSteps
  process: ProcessView
  definition: Definition
  texts: Texts
  handleOf?: (line: Line) => { ref: Ref<HTMLAnchorElement>; tabIndex: 0 | -1; onFocus: () => void }
  footOf?: (group: ShownGroup, at: number) => ReactNode
}) {
  const { t } = useTranslation('processes')
  const id = useId()
  return (
    <div className={classes.steps}>
      {groups.map((group, at) => (
        <section key={`${group.id}${at}`} aria-labelledby={`${id}-${at}`} className={classes.group}>
          <div className={classes.groupHead}>
            <h2 id={`${id}-${at}`}>{group.title ?? t(groups.length === 1 ? 'steps.all' : 'steps.others')}</h2>
            <span className={classes.groupCount}>
              {group.needed === 0
                ? t('steps.notNeeded')
                : t('progress', { ns: 'common', done: group.done, total: group.needed })}
            </span>
          </div>
          {!over && group.done > 0 && (
            <button type="button" className={classes.fold} aria-expanded={!group.folded} onClick={() => toggle(at)}>
              <IconChevronRight size={16} aria-hidden />
              {t('steps.done', { count: group.done })}
            </button>
          )}
          {group.shown.length > 0 && (
            <ol className={classes.lines}>
              {group.shown.map((line) => (
                <StepLine
                  key={line.task.id}
                  line={line}
                  process={process}
                  definition={definition}
                  texts={texts}
                  handle={handleOf?.(line)}
                />
              ))}
            </ol>
          )}
          {footOf?.(group, at)}
        </section>
      ))}
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
    </div>
  )
}
