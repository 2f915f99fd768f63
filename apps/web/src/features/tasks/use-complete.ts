import { processes, type ProcessView } from '@baton/contract'
import { decide, type Definition, type Finding, UserError } from '@baton/engine'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApiError, newKey, write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { withUnread } from '../../ui/form/unread.ts'
import { toast, toastFailed } from '../../ui/toast.tsx'
import type { Outcome } from './use-row-actions.ts'
import type { TaskForm } from './use-task-form.ts'

/**
 * Completes a task with what stands in its form. The engine looks at it here first, so that what is missing is said
 * at once; the server has the last word.
 */
export function useComplete(
  definition: Definition,
  process: ProcessView,
  taskId: string,
  title: string,
  form: TaskForm,
  onDone: () => void,
) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const keep = useKeepProcess()
  const [findings, setFindings] = useState<readonly Finding[]>(none)
  // A second try of the same submit is the same write.
  const key = useRef(newKey())
  const { mutate, isPending, variables } = useMutation({
    mutationFn: ({ outcome, reason }: { outcome: Outcome; reason?: string }) =>
      write(processes.completeTask, {
        params: { processId: process.id, taskId },
        body: { outcome, answers: form.edits, ...(reason ? { reason } : {}) },
        idempotencyKey: key.current,
      }),
    onMutate: form.hold,
    onSuccess: (view, { outcome }) => {
      key.current = newKey()
      form.unread.clear()
      keep(view)
      const done = view.tasks.find(({ id }) => id === taskId)?.status === 'completed'
      toast(
        t(done ? `done.${outcome}` : 'done.part', { title }),
        done
          ? { label: t('undo', { ns: 'common' }), run: () => void reopen(process.id, taskId).then(keep, failed) }
          : undefined,
      )
      if (done) onDone()
    },
    onError: (refused) => {
      form.release()
      if (!(refused instanceof ApiError) || refused.status > 0) key.current = newKey()
      if (refused instanceof ApiError && refused.findings.length > 0) setFindings(refused.findings)
      else toastFailed(messageOf(refused))
    },
  })
  return {
    findings,
    isPending,
    pendingOutcome: isPending ? variables.outcome : undefined,
    /** What the engine finds wrong with completing it so; none clears the summary. */
    check: (outcome: Outcome): boolean => {
      const command = {
        type: 'complete' as const,
        by: actorOf(me),
        taskId,
        outcome,
        answers: form.edits,
        ...(outcome === 'rejected' ? { reason: '…' } : {}),
      }
      // A new list each time, so that the summary takes the focus again.
      const found = withUnread(form.unreadFindings(), faultsOf(definition, process, command, me.organization.timeZone))
      setFindings(found.length > 0 ? found : none)
      return found.length === 0
    },
    complete: (outcome: Outcome, reason?: string) => mutate({ outcome, reason }),
  }
}

const none: readonly Finding[] = []
const failed = (refused: unknown) => toastFailed(messageOf(refused))

export const reopen = (processId: string, taskId: string, reason?: string) =>
  write(processes.reopenTask, { params: { processId, taskId }, body: reason ? { reason } : {} })

function faultsOf(
  definition: Definition,
  process: ProcessView,
  command: Parameters<typeof decide>[2],
  timeZone: string,
): readonly Finding[] {
  try {
    decide(definition, process, command, { now: new Date().toISOString(), timeZone })
    return none
  } catch (refused) {
    // Anything but the answers is for the server to say: it knows the newest state.
    return refused instanceof UserError && refused.code === 'invalid_answers' ? refused.findings : none
  }
}
