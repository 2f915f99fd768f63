import { Tabs } from '@mantine/core'
import type { Process } from '@baton/engine'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useActions } from '../../lib/actions.ts'
import { useProcess } from '../../lib/processes.ts'
import { useTexts } from '../../lib/texts.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { PrintedProcess } from './printed-process.tsx'
import { ProcessHeader } from './process-header.tsx'
import { type ProcessTab, processTabs } from './process-search.ts'
import { ProcessTroubles } from './process-troubles.tsx'
import { StepsTab } from './steps-tab.tsx'
import { useProcessActions } from './use-process-actions.ts'
import classes from './process.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const AnswersTab = lazyPart(() => import('./answers-tab.tsx'))
const ActivityTab = lazyPart(() => import('./activity-tab.tsx'))
const FilesTab = lazyPart(() => import('./files-tab.tsx'))

/** One process: where it stands, what was answered, what happened. */
export function ProcessPage() {
  const { t } = useTranslation('processes')
  const { processId } = useParams({ from: '/shell/processes/$processId' })
  const { tab = 'steps' } = useSearch({ from: '/shell/processes/$processId' })
  const navigate = useNavigate({ from: '/processes/$processId' })
  const { process, definition } = useProcess(processId)
  const texts = useTexts(definition, process)
  const actions = useProcessActions(process)

  const open = (next: ProcessTab) =>
    void navigate({ search: next === 'steps' ? {} : { tab: next }, replace: true, resetScroll: false })
  useActions(process.name, [
    ...processTabs.map((one, at) => ({
      id: `process-${one}`,
      label: t(`tab.${one}`),
      keys: String(at + 1),
      run: () => open(one),
    })),
    {
      id: 'process-watch',
      label: t(actions.watching ? 'unwatch' : 'watch'),
      keys: 'w',
      disabled: actions.why(actions.watching ? 'unwatch' : 'watch'),
      run: () => void actions.watch(),
    },
    { id: 'process-copy', label: t('copyLink'), run: () => void actions.copyLink() },
  ])
  const parts = { process, definition, texts }
  return (
    <>
      <PageHeader title={process.name} crumbs={[{ label: t('title'), link: paths.processes() }]} titleInPage />
      <div className={classes.page}>
        <ProcessHeader process={process} definition={definition} actions={actions} />
        <ProcessTroubles process={process as Process} titleOf={texts.title} />
        <Tabs
          value={tab}
          onChange={(next) => open((next ?? 'steps') as ProcessTab)}
          className={`${classes.tabs} no-print`}
          keepMounted={false}
        >
          <Tabs.List aria-label={process.name}>
            {processTabs.map((one) => (
              <Tabs.Tab key={one} value={one}>
                {t(`tab.${one}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          {processTabs.map((one) => (
            <Tabs.Panel key={one} value={one} className={classes.panel}>
              <Suspense fallback={null}>
                {one === 'steps' && <StepsTab {...parts} />}
                {one === 'answers' && <AnswersTab {...parts} />}
                {one === 'files' && <FilesTab {...parts} />}
                {one === 'activity' && <ActivityTab {...parts} />}
              </Suspense>
            </Tabs.Panel>
          ))}
        </Tabs>
        <PrintedProcess {...parts} />
      </div>
    </>
  )
}
