import { ErrorBoundary } from '../../ui/error-boundary.tsx'
import { Skeleton } from '@mantine/core'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useProcess } from '../../lib/processes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PeekPanel } from '../../ui/peek-panel.tsx'
import { TaskView } from './task-view.tsx'

/** A task beside the list. `peek`: `<process id>/<task id>`. */
export default function TaskPeek({ peek, onClose }: { peek: string; onClose: () => void }) {
  const { t } = useTranslation('tasks')
  const slash = peek.indexOf('/')
  const [processId, taskId] = [peek.slice(0, slash), peek.slice(slash + 1)]
  return (
    <PeekPanel title={t('peekTitle')} openLink={paths.task(processId, taskId)} onClose={onClose} contentKey={peek}>
      <ErrorBoundary key={peek} level={2}>
        <Suspense fallback={<Shape />}>
          <Peeked processId={processId} taskId={taskId} onDone={onClose} />
        </Suspense>
      </ErrorBoundary>
    </PeekPanel>
  )
}

function Peeked({ processId, taskId, onDone }: { processId: string; taskId: string; onDone: () => void }) {
  const { t } = useTranslation('tasks')
  const { process } = useProcess(processId)
  if (!process.tasks.some(({ id }) => id === taskId))
    return <EmptyState drawing="lost" title={t('gone.title')} hint={t('gone.hint')} />
  return <TaskView processId={processId} taskId={taskId} layout="panel" onDone={onDone} />
}

function Shape() {
  const { t } = useTranslation()
  return (
    <div role="status" style={{ padding: '8px 24px' }}>
      <span className="visually-hidden">{t('loading')}</span>
      {[30, 70, 90, 84, 60].map((width, at) => (
        <Skeleton key={width} height={at === 1 ? 24 : 12} width={`${width}%`} mb={18} />
      ))}
    </div>
  )
}
