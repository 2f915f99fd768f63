import { processes } from '@baton/contract'
import { type Definition, type Process, stepOrOneOff, type Task, whyNot } from '@baton/engine'
import { Button } from '@mantine/core'
import { IconEye, IconEyeOff, IconFlag } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { write } from '../../lib/api.ts'
import { usePeople } from '../../lib/people.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import { confirm } from '../../ui/confirm.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PeopleMarks } from '../../ui/marks.tsx'
import { RelativeTime } from '../../ui/status.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { Assignees } from './assignees.tsx'
import { DeadlineEdit } from './deadline-edit.tsx'
import classes from './task.module.css'
import { WhyHere } from './why-here.tsx'

const failed = (refused: unknown) => toastFailed(messageOf(refused))

/** What is about the task: whose, until when, who watches, and why it is here. */
export function TaskSide({ definition, process, task }: { definition: Definition; process: Process; task: Task }) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const keep = useKeepProcess()
  const watching = process.watchers.includes(me.member.id)
  const watch = useMutation({
    mutationFn: () =>
      write(watching ? processes.unwatchProcess : processes.watchProcess, {
        params: { processId: process.id, personId: me.member.id },
      }),
    onSuccess: keep,
    onError: failed,
  })
  const whyNoProblem = whyNot(actorOf(me), 'reportProblem', process, task.id)
  const report = async () => {
    const answer = await confirm({
      title: t('problem.title'),
      text: t(task.status === 'completed' ? 'problem.reopens' : 'problem.text'),
      confirm: t('problem.report'),
      reason: { label: t('problem.what'), required: true },
    })
    if (!answer) return
    await write(processes.reportProblem, {
      params: { processId: process.id, taskId: task.id },
      body: { text: answer.reason },
    }).then(keep, failed)
  }
  return (
    <>
      <Assignees definition={definition} process={process} task={task} />
      <DeadlineEdit definition={definition} process={process} task={task} />
      <section className={classes.section} aria-labelledby={`watch-${task.id}`}>
        <h2 id={`watch-${task.id}`}>{t('watch.title')}</h2>
        <div className={classes.line}>
          {process.watchers.length > 0 ? (
            <PeopleMarks ids={process.watchers} max={6} />
          ) : (
            <span className={classes.quiet}>{t('watch.nobody')}</span>
          )}
          <Button
            size="compact-sm"
            variant="subtle"
            color="gray"
            className={classes.change}
            leftSection={watching ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
            loading={watch.isPending}
            onClick={() => watch.mutate()}
          >
            {t(watching ? 'watch.stop' : 'watch.start')}
          </Button>
        </div>
      </section>
      <WhyHere definition={definition} process={process} task={task} />
      {!task.problem && stepOrOneOff(definition, task).type !== 'email' && (
        <Button
          className={classes.report}
          size="compact-md"
          variant="default"
          leftSection={<IconFlag size={14} aria-hidden />}
          disabled={whyNoProblem !== undefined}
          title={whyNoProblem?.message}
          onClick={() => void report()}
        >
          {t('problem.action')}
        </Button>
      )}
    </>
  )
}

/** What is in the way, above all else, with the way to say that it no longer is. */
export function ProblemNotice({ process, task }: { process: Process; task: Task }) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const keep = useKeepProcess()
  const { nameOf } = usePeople()
  const { problem } = task
  if (!problem) return null
  const blocked = whyNot(actorOf(me), 'resolveProblem', process, task.id)
  const resolve = async () => {
    const answer = await confirm({
      title: t('problem.resolveTitle'),
      confirm: t('problem.resolve'),
      reason: { label: t('problem.how'), required: true },
    })
    if (!answer) return
    await write(processes.resolveProblem, {
      params: { processId: process.id, taskId: task.id },
      body: { text: answer.reason },
    }).then(keep, failed)
  }
  return (
    <div className={classes.problem}>
      <Notice tone="amber" title={t('problem.by', { name: nameOf(problem.by) })}>
        <p>{problem.text}</p>
        <div className={classes.line}>
          <Button
            size="compact-md"
            variant="default"
            disabled={blocked !== undefined}
            title={blocked?.message}
            onClick={() => void resolve()}
          >
            {t('problem.resolve')}
          </Button>
          <span className={classes.quiet}>
            <RelativeTime at={problem.at} />
          </span>
        </div>
      </Notice>
    </div>
  )
}
