import type { ProcessSummary } from '@baton/contract'
import { Button } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { BulkActions } from './use-bulk-actions.tsx'
import classes from './tracker.module.css'

/** What can be done with all that is selected. */
export function BulkBar({
  rows,
  bulk,
  onDone,
}: {
  rows: readonly ProcessSummary[]
  bulk: BulkActions
  onDone: () => void
}) {
  const { t } = useTranslation('processes')
  const archivable = rows.filter((row) => !row.archived)
  const archived = rows.filter((row) => row.archived)
  const active = rows.filter((row) => row.status === 'active' && !row.archived)
  const act = async (run: Promise<boolean>) => (await run) && onDone()
  return (
    <div className={classes.bulk} role="region" aria-label={t('bulk.label')}>
      <span className={classes.bulkCount} aria-live="polite">
        {t('bulk.count', { count: rows.length })}
      </span>
      {archivable.length > 0 && (
        <Button
          size="compact-md"
          variant="default"
          loading={bulk.running}
          onClick={() => void act(bulk.archive(archivable))}
        >
          {t('bulk.archive', { count: archivable.length })}
        </Button>
      )}
      {archived.length > 0 && (
        <Button
          size="compact-md"
          variant="default"
          loading={bulk.running}
          onClick={() => void act(bulk.unarchive(archived))}
        >
          {t('bulk.unarchive', { count: archived.length })}
        </Button>
      )}
      <Button
        size="compact-md"
        variant="default"
        loading={bulk.running}
        disabled={active.length === 0}
        title={active.length === 0 ? t('bulk.nothingActive') : undefined}
        onClick={() => void act(bulk.cancel(active))}
      >
        {t('bulk.cancel', { count: active.length })}
      </Button>
      <Button size="compact-md" variant="subtle" color="gray" onClick={onDone}>
        {t('bulk.clear')}
      </Button>
    </div>
  )
}
