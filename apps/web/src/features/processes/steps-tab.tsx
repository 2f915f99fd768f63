import type { ProcessView } from '@baton/contract'
import { type Definition, type Process, whyNot } from '@baton/engine'
import { IconPlus } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import type { Texts } from '../../lib/texts.ts'
import { useRows } from '../../ui/rows.ts'
import type { StepLine } from './step-groups.ts'
import { StepList, useShownSteps } from './step-list.tsx'
import classes from './process.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const AddTask = lazyPart(() => import('./add-task.tsx'))

/** The steps, worked by keyboard; tasks that only this process has are added where they are to stand. */
export function StepsTab({
  process,
  definition,
  texts,
}: {
  process: ProcessView
  definition: Definition
  texts: Texts
}) {
  const { t } = useTranslation('processes')
  const navigate = useNavigate()
  const me = useMe()
  /** Position of the group that a task is being added to. */
  const [adding, setAdding] = useState<number>()
  const steps = useShownSteps(process, definition)
  const refused = whyNot(actorOf(me), 'addTask', process as Process)?.message
  const open = ({ task }: StepLine) => void navigate(paths.task(process.id, task.id))
  const rows = useRows<StepLine>({
    rows: steps.groups.flatMap(({ shown }) => shown),
    keyOf: ({ task }) => task.id,
    onOpen: open,
    onPeek: open,
  })
  return (
    <>
      <StepList
        steps={steps}
        process={process}
        definition={definition}
        texts={texts}
        handleOf={rows.mainProps}
        footOf={({ title, lines }, at) =>
          adding === at ? (
            <Suspense fallback={null}>
              <AddTask process={process} after={lines.at(-1)?.task.id} onDone={() => setAdding(undefined)} />
            </Suspense>
          ) : (
            !refused && (
              <button type="button" className={`${classes.add} no-print`} onClick={() => setAdding(at)}>
                <IconPlus size={16} aria-hidden />
                {t('add.button')}
                {title && <span className="visually-hidden"> {t('add.to', { milestone: title })}</span>}
              </button>
            )
          )
        }
      />
      {refused && <p className={classes.whyNot}>{t('add.refused', { reason: refused })}</p>}
    </>
  )
}
