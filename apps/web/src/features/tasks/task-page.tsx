import { stepOrOneOff } from '@baton/engine'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useProcess } from '../../lib/processes.ts'
import { useTexts } from '../../lib/texts.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { TaskView } from './task-view.tsx'

/** One task as a page of its own. */
export function TaskPage() {
  const { t } = useTranslation('tasks')
  const { processId, taskId } = useParams({ from: '/shell/processes/$processId/tasks/$taskId' })
  const { process, definition } = useProcess(processId)
  const texts = useTexts(definition, process)
  const navigate = useNavigate()
  const task = process.tasks.find(({ id }) => id === taskId)
  const crumbs = [
    { label: t('processes'), link: paths.processes() },
    { label: process.name, link: paths.process(processId) },
  ]
  if (!task) {
    return (
      <>
        <PageHeader title={t('gone.title')} crumbs={crumbs} />
        <EmptyState drawing="lost" title={t('gone.title')} hint={t('gone.hint')} />
      </>
    )
  }
  return (
    <>
      <PageHeader title={texts.title(taskId)} crumbs={crumbs} titleInPage />
      {/* What is typed belongs to one task. */}
      <TaskView
        key={`${processId}/${taskId}`}
        processId={processId}
        taskId={taskId}
        layout="page"
        onDone={() => void navigate(nextAfter())}
      />
    </>
  )

  /** Back to the list of one's own work; a process that only has this task left shows its end. */
  function nextAfter() {
    const others = process.tasks.some(
      (one) =>
        one.id !== taskId &&
        one.status !== 'completed' &&
        one.status !== 'skipped' &&
        !stepOrOneOff(definition, one).optional,
    )
    return others ? paths.tasks() : paths.process(processId)
  }
}
