import { processes, type TaskRow } from '@baton/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newKey, write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { queryKeys, rowKey } from '../../lib/query-keys.ts'
import { confirm } from '../../ui/confirm.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { toast, toastFailed } from '../../ui/toast.tsx'

export type Outcome = 'completed' | 'approved' | 'rejected' | 'acknowledged' | 'sent'

/** The outcome that completing a task of this type has; approvals are decided instead. */
export const plainOutcome = {
  task: 'completed',
  approval: 'approved',
  expiring: 'acknowledged',
  email: 'sent',
} as const

/**
 * What can be done to a task from its row. `leaving` are the rows whose completion is under way: they are shown as
 * ticked, and go when the server has said so.
 */
export function useRowActions() {
  const { t } = useTranslation('tasks')
  const client = useQueryClient()
  const keep = useKeepProcess()
  const [leaving, setLeaving] = useState<ReadonlySet<string>>(new Set())

  const reopen = (row: TaskRow) => {
    write(processes.reopenTask, { params: row, body: {} }).then(keep, (refused: unknown) =>
      toastFailed(messageOf(refused)),
    )
  }
  const finish = async (row: TaskRow, outcome: Outcome, reason?: string): Promise<boolean> => {
    const key = rowKey(row)
    setLeaving((before) => new Set([...before, key]))
    try {
      const { processId, taskId } = row
      const view = await write(processes.completeTask, {
        params: { processId, taskId },
        body: { outcome, ...(reason ? { reason } : {}) },
        idempotencyKey: newKey(),
      })
      keep(view)
      await client.invalidateQueries({ queryKey: queryKeys.tasks })
      return true
    } catch (refused) {
      toastFailed(t('row.failed', { title: row.title, reason: messageOf(refused) }))
      return false
    } finally {
      setLeaving((before) => new Set([...before].filter((one) => one !== key)))
    }
  }
  return {
    leaving,
    async complete(rows: readonly TaskRow[]) {
      const done = await Promise.all(
        rows.map(async (row) => ((await finish(row, plainOutcome[row.type])) ? [row] : [])),
      )
      const completed = done.flat()
      const [first] = completed
      if (!first) return
      const text =
        completed.length === 1
          ? t('row.completed', { title: first.title })
          : t('row.completedMany', { count: completed.length })
      toast(text, { label: t('undo', { ns: 'common' }), run: () => completed.forEach(reopen) })
    },
    async approve(rows: readonly TaskRow[]) {
      const done = await Promise.all(rows.map(async (row) => ((await finish(row, 'approved')) ? [row] : [])))
      const approved = done.flat()
      const [first] = approved
      if (!first) return
      const text =
        approved.length === 1
          ? t('row.approved', { title: first.title })
          : t('row.approvedMany', { count: approved.length })
      toast(text, { label: t('undo', { ns: 'common' }), run: () => approved.forEach(reopen) })
    },
    async reject(row: TaskRow) {
      const answer = await askForReason(t, row.title)
      if (!answer) return
      if (await finish(row, 'rejected', answer.reason)) {
        toast(t('row.rejected', { title: row.title }), { label: t('undo', { ns: 'common' }), run: () => reopen(row) })
      }
    },
  }
}

/** A rejection always says why. */
export const askForReason = (t: ReturnType<typeof useTranslation<'tasks'>>['t'], title: string) =>
  confirm({
    title: t('reject.title', { title }),
    text: t('reject.text'),
    confirm: t('reject.confirm'),
    danger: true,
    reason: { label: t('reject.reason'), required: true },
  })
