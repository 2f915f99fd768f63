import { processes, type ProcessSummary } from '@baton/contract'
import { Button, Group, Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { write } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { confirm } from '../../ui/confirm.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { toast } from '../../ui/toast.tsx'
import classes from './tracker.module.css'

type Kind = 'archive' | 'unarchive' | 'cancel'
type Refused = { row: ProcessSummary; reason: string }
type Outcome = { kind: Kind; done: ProcessSummary[]; refused: Refused[] }

/** `archive` and the others give whether anything was tried; false when the person stepped back. */
export type BulkActions = {
  running: boolean
  archive: (rows: readonly ProcessSummary[]) => Promise<boolean>
  unarchive: (rows: readonly ProcessSummary[]) => Promise<boolean>
  cancel: (rows: readonly ProcessSummary[]) => Promise<boolean>
  /** What was refused, and why; nothing while all went well. */
  report: ReactNode
}

/** One thing done to many processes. Each is asked for by itself, so that one that is refused keeps back no other. */
export function useBulkActions(): BulkActions {
  const { t } = useTranslation('processes')
  const client = useQueryClient()
  const [running, setRunning] = useState(false)
  const [report, setReport] = useState<Outcome>()

  const doAll = async (kind: Kind, rows: readonly ProcessSummary[], reason = '') => {
    setRunning(true)
    const outcome = await each(kind, rows, reason)
    setRunning(false)
    for (const { id } of outcome.done) void client.invalidateQueries({ queryKey: queryKeys.process(id) })
    void client.invalidateQueries({ queryKey: queryKeys.processes })
    void client.invalidateQueries({ queryKey: queryKeys.tasks })
    if (outcome.refused.length > 0) return setReport(outcome)
    const undo =
      kind === 'archive'
        ? { label: t('undo', { ns: 'common' }), run: () => void doAll('unarchive', outcome.done) }
        : undefined
    toast(t(`bulk.done.${kind}`, { count: outcome.done.length }), undo)
  }
  return {
    running,
    async archive(rows) {
      if (rows.length > 1) {
        const answer = await confirm({
          title: t('bulk.archiveTitle', { count: rows.length }),
          text: t('bulk.archiveText'),
          confirm: t('bulk.archive', { count: rows.length }),
        })
        if (!answer) return false
      }
      await doAll('archive', rows)
      return true
    },
    async unarchive(rows) {
      await doAll('unarchive', rows)
      return true
    },
    async cancel(rows) {
      const answer = await confirm({
        title: t('bulk.cancelTitle', { count: rows.length }),
        text: t('bulk.cancelText', { count: rows.length }),
        confirm: t('bulk.cancel', { count: rows.length }),
        danger: true,
        reason: { label: t('cancel.reason') },
      })
      if (!answer) return false
      await doAll('cancel', rows, answer.reason)
      return true
    },
    report: report && <Report outcome={report} onClose={() => setReport(undefined)} />,
  }
}

/** Four at a time: the server gathers them, and other requests of the page still get through. */
async function each(kind: Kind, rows: readonly ProcessSummary[], reason: string): Promise<Outcome> {
  const outcome: Outcome = { kind, done: [], refused: [] }
  const waiting = [...rows]
  const worker = async () => {
    for (let row = waiting.shift(); row; row = waiting.shift()) {
      try {
        await ask(kind, row.id, reason)
        outcome.done.push(row)
      } catch (refused) {
        outcome.refused.push({ row, reason: messageOf(refused) })
      }
    }
  }
  await Promise.all([worker(), worker(), worker(), worker()])
  return outcome
}

function ask(kind: Kind, processId: string, reason: string) {
  const params = { processId }
  switch (kind) {
    case 'archive':
      return write(processes.archiveProcess, { params })
    case 'unarchive':
      return write(processes.unarchiveProcess, { params })
    case 'cancel':
      return write(processes.cancelProcess, { params, body: reason ? { reason } : {} })
  }
}

function Report({ outcome: { kind, done, refused }, onClose }: { outcome: Outcome; onClose: () => void }) {
  const { t } = useTranslation('processes')
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('bulk.report.title')}
      closeButtonProps={{ 'aria-label': t('close', { ns: 'common' }) }}
    >
      {done.length > 0 && <p className={classes.reportDone}>{t(`bulk.done.${kind}`, { count: done.length })}</p>}
      <p className={classes.reportHead}>{t('bulk.report.refused', { count: refused.length })}</p>
      <ul className={classes.report}>
        {refused.map(({ row, reason }) => (
          <li key={row.id}>
            <strong>{row.name}</strong>
            <span>{reason}</span>
          </li>
        ))}
      </ul>
      <Group justify="flex-end" mt="md">
        <Button onClick={onClose}>{t('close', { ns: 'common' })}</Button>
      </Group>
    </Modal>
  )
}
