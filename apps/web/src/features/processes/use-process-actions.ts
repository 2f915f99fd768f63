import { processes, type ProcessView } from '@baton/contract'
import { type Process, whyNot } from '@baton/engine'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/processes.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import { confirm } from '../../ui/confirm.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { toast, toastFailed } from '../../ui/toast.tsx'

/** What can be done with a process as a whole, and why it cannot be where it cannot. */
export function useProcessActions(process: ProcessView) {
  const { t } = useTranslation('processes')
  const me = useMe()
  const keep = useKeepProcess()
  const [busy, setBusy] = useState(false)
  const params = { processId: process.id }
  const actor = actorOf(me)
  const why = (action: Parameters<typeof whyNot>[1]) => whyNot(actor, action, process as Process)?.message

  /** @returns whether it was done; what refused it is shown */
  const run = async (asked: Promise<ProcessView>): Promise<boolean> => {
    setBusy(true)
    try {
      keep(await asked)
      return true
    } catch (refused) {
      toastFailed(messageOf(refused))
      return false
    } finally {
      setBusy(false)
    }
  }
  const unarchive = () => run(write(processes.unarchiveProcess, { params }))
  const watching = process.watchers.includes(me.member.id)
  return {
    busy,
    why,
    watching,
    rename: (name: string) => run(write(processes.renameProcess, { params, body: { name } })),
    watch: () => {
      const watcher = { ...params, personId: me.member.id }
      return run(write(watching ? processes.unwatchProcess : processes.watchProcess, { params: watcher }))
    },
    unarchive,
    async archive() {
      if (await run(write(processes.archiveProcess, { params })))
        toast(t('archive.done', { name: process.name }), {
          label: t('undo', { ns: 'common' }),
          run: () => void unarchive(),
        })
    },
    async cancel() {
      const answer = await confirm({
        title: t('cancel.title', { name: process.name }),
        text: t('cancel.text'),
        confirm: t('cancel.confirm'),
        danger: true,
        reason: { label: t('cancel.reason') },
      })
      if (!answer) return
      const body = answer.reason ? { reason: answer.reason } : {}
      if (await run(write(processes.cancelProcess, { params, body }))) toast(t('cancel.done', { name: process.name }))
    },
    async copyLink() {
      const address = new URL(`/processes/${process.id}`, location.href).href
      try {
        await navigator.clipboard.writeText(address)
        toast(t('copied'))
      } catch {
        // Browsers refuse where the page is not served safely.
        toastFailed(t('notCopied', { address }))
      }
    },
  }
}
export type ProcessActions = ReturnType<typeof useProcessActions>
