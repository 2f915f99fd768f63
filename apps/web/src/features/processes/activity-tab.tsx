import type { EventView, ProcessView } from '@baton/contract'
import type { Definition } from '@baton/engine'
import { SegmentedControl } from '@mantine/core'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { Texts } from '../../lib/texts.ts'
import { ActivityStream } from '../../ui/activity/activity-stream.tsx'
import { Composer } from '../../ui/activity/composer.tsx'
import { type ActivityKind, activityKinds } from './process-search.ts'
import classes from './process.module.css'

/** Which events a kind gathers, by how their types begin. `comments` are asked for from the server. */
const beginnings: Record<Exclude<ActivityKind, 'comments'>, readonly string[]> = {
  tasks: [
    'TaskOpened',
    'TaskPutBack',
    'TaskSkipped',
    'TaskPart',
    'TaskCompleted',
    'TaskReopened',
    'TaskAdded',
    'Problem',
  ],
  people: ['TaskAssigned', 'Watcher'],
  changes: ['Process', 'Kickoff', 'Deadline'],
}

/** Every event in words, by kind if wanted, and what people say to each other. */
export default function ActivityTab({
  process,
  texts,
}: {
  process: ProcessView
  definition: Definition
  texts: Texts
}) {
  const { t } = useTranslation('processes')
  const { kind } = useSearch({ from: '/shell/processes/$processId' })
  const navigate = useNavigate({ from: '/processes/$processId' })
  const only = kind && kind !== 'comments' ? beginnings[kind] : undefined
  return (
    <div className={classes.activity}>
      <Composer processId={process.id} />
      <SegmentedControl
        aria-label={t('activity.label')}
        className={classes.kinds}
        size="sm"
        value={kind ?? 'all'}
        onChange={(next) =>
          void navigate({
            search: { tab: 'activity', ...(next === 'all' ? {} : { kind: next as ActivityKind }) },
            replace: true,
            resetScroll: false,
          })
        }
        data={['all', ...activityKinds].map((value) => ({ value, label: t(`activity.${value}`) }))}
      />
      <ActivityStream
        processId={process.id}
        titleOf={texts.title}
        comments={kind === 'comments'}
        only={only && (({ type }: EventView) => only.some((beginning) => type.startsWith(beginning)))}
      />
    </div>
  )
}
