import type { Process } from '@baton/engine'
import { Skeleton } from '@mantine/core'
import { Component, type ReactNode, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useProcess } from '../../lib/processes.ts'
import { useTexts } from '../../lib/texts.ts'
import { ActivityStream } from '../../ui/activity/activity-stream.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { PeekPanel } from '../../ui/peek-panel.tsx'
import { ProcessHeader } from './process-header.tsx'
import { ProcessTroubles } from './process-troubles.tsx'
import { StepList, useShownSteps } from './step-list.tsx'
import { useProcessActions } from './use-process-actions.ts'
import classes from './process.module.css'

/** A process beside the tracker. */
export default function ProcessPeek({ processId, onClose }: { processId: string; onClose: () => void }) {
  const { t } = useTranslation('processes')
  return (
    <PeekPanel title={t('peek')} openLink={paths.process(processId)} onClose={onClose} contentKey={processId}>
      <div className={classes.peek}>
        <Caught key={processId}>
          <Suspense fallback={<Skeleton height={120} radius="md" />}>
            <Content processId={processId} />
          </Suspense>
        </Caught>
      </div>
    </PeekPanel>
  )
}

function Content({ processId }: { processId: string }) {
  const { t } = useTranslation('processes')
  const { process, definition } = useProcess(processId)
  const texts = useTexts(definition, process)
  const actions = useProcessActions(process)
  const steps = useShownSteps(process, definition)
  return (
    <>
      <ProcessHeader process={process} definition={definition} actions={actions} small />
      <ProcessTroubles process={process as Process} titleOf={texts.title} />
      <StepList steps={steps} process={process} definition={definition} texts={texts} />
      <h3 className={classes.peekHead}>{t('tab.activity')}</h3>
      <ActivityStream processId={processId} titleOf={texts.title} />
    </>
  )
}

/** A process that cannot be read must not take the list with it. */
class Caught extends Component<{ children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError(error: unknown) {
    return { error }
  }
  override render() {
    if (this.state.error === undefined) return this.props.children
    return <ErrorState error={this.state.error} level={2} onRetry={() => this.setState({ error: undefined })} />
  }
}
