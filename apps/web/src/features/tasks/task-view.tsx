import { type Process, stepOrOneOff, type Task, whyNot } from '@baton/engine'
import { Button } from '@mantine/core'
import { IconRotate2 } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useActions } from '../../lib/actions.ts'
import { usePeople } from '../../lib/people.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import { useProcess } from '../../lib/processes.ts'
import { actorOf, useMe } from '../../lib/session.ts'
import { useTexts } from '../../lib/texts.ts'
import { uploadFile } from '../../lib/upload.ts'
import { ActivityStream } from '../../ui/activity/activity-stream.tsx'
import { Composer } from '../../ui/activity/composer.tsx'
import { confirm } from '../../ui/confirm.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { FormFields } from '../../ui/form/form-fields.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PrintedFoot } from '../../ui/printed-foot.tsx'
import { ProcessRing } from '../../ui/marks.tsx'
import { RelativeTime, StatusBadge } from '../../ui/status.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { EarlierAnswers } from './earlier-answers.tsx'
import { TaskFoot } from './task-foot.tsx'
import { PrintedTask } from './printed-task.tsx'
import { ProblemNotice, TaskSide } from './task-side.tsx'
import classes from './task.module.css'
import { reopen, useComplete } from './use-complete.ts'
import { useTaskForm } from './use-task-form.ts'

/**
 * A task with all that belongs to it. `page`: what is about it stands at the right; `panel`: below.
 * @param onDone after it is completed
 */
export function TaskView({
  processId,
  taskId,
  layout,
  onDone,
}: {
  processId: string
  taskId: string
  layout: 'page' | 'panel'
  onDone: () => void
}) {
  const { t } = useTranslation('tasks')
  const { t: ta } = useTranslation('activity')
  const { process, definition } = useProcess(processId)
  const me = useMe()
  const actor = actorOf(me)
  const texts = useTexts(definition, process)
  const composer = useRef<HTMLTextAreaElement>(null)
  const task = process.tasks.find(({ id }) => id === taskId) as Task
  const { type, instructions, fields } = stepOrOneOff(definition, task)
  const title = texts.title(taskId)
  const mayFill = whyNot(actor, 'saveDraft', process, taskId)
  const form = useTaskForm(definition, process, taskId, mayFill === undefined)
  const completion = useComplete(definition, process, taskId, title, form, onDone)
  const done = process.tasks.filter(({ status }) => status === 'completed').length
  const total = process.tasks.filter(({ status }) => status !== 'skipped').length

  useActions(t('keysTitle'), [
    { id: 'task-comment', label: t('keyComment'), keys: 'c', run: () => composer.current?.focus() },
  ])

  return (
    <div className={classes.layout} data-layout={layout}>
      <div className={classes.main}>
        <div className={classes.content}>
          <Link {...paths.process(processId)} className={classes.process}>
            <ProcessRing
              done={done}
              total={total}
              size={18}
              tone={process.status === 'active' ? 'active' : process.status}
              label={false}
            />
            <span>{process.name}</span>
            <span className={classes.count}>
              {done}/{total}
            </span>
          </Link>
          {layout === 'page' ? <h1 className={classes.title}>{title}</h1> : <h2 className={classes.title}>{title}</h2>}
          <StateLine process={process} task={task} />
          <ProblemNotice process={process} task={task} />
          {instructions && (
            <div className={classes.instructions}>
              <Markdown text={texts.fillMarkdown(instructions)} />
            </div>
          )}
          <EarlierAnswers
            process={process}
            definition={definition}
            task={task}
            texts={texts}
            open={type === 'approval'}
          />
          {fields.length > 0 && (
            <form
              className={`${classes.form} no-print`}
              aria-label={t('form')}
              onSubmit={(event) => {
                event.preventDefault()
                form.saveNow()
              }}
            >
              <FormFields
                fields={fields}
                answers={form.values}
                visible={form.visible}
                findings={completion.findings}
                readOnly={mayFill !== undefined}
                onChange={form.change}
                unread={form.unread}
                onUpload={uploadFile}
              />
            </form>
          )}
          <PrintedTask task={task} fields={fields.filter(({ id }) => form.visible(id))} answers={form.values} />
          {type === 'email' && (
            <MailPreview
              subject={texts.fill(definition.steps.get(taskId)?.mail?.subject ?? '')}
              to={texts.fillAddresses(definition.steps.get(taskId)?.mail?.to ?? '')}
              body={texts.fillMarkdown(definition.steps.get(taskId)?.mail?.body ?? '')}
            />
          )}
        </div>
        <TaskFoot
          definition={definition}
          process={process}
          task={task}
          texts={texts}
          form={form}
          completion={completion}
        />
      </div>
      <div className={classes.side}>
        <div className={`${classes.about} no-print`}>
          <TaskSide definition={definition} process={process} task={task} />
        </div>
        <section aria-labelledby={`activity-${taskId}`} className={classes.section}>
          <h2 id={`activity-${taskId}`}>{ta('title')}</h2>
          <Composer processId={processId} taskId={taskId} inputRef={composer} />
          <ActivityStream processId={processId} taskId={taskId} titleOf={texts.title} />
        </section>
        <PrintedFoot />
      </div>
    </div>
  )
}

/** How it stands, where that is anything but open: by whom, when, why, and the way back. */
function StateLine({ process, task }: { process: Process; task: Task }) {
  const { t } = useTranslation('tasks')
  const me = useMe()
  const { nameOf } = usePeople()
  const keep = useKeepProcess()
  if (task.status === 'open') return null
  const whyNotReopen = whyNot(actorOf(me), 'reopen', process, task.id)
  const reopenIt = async () => {
    const answer = await confirm({
      title: t('reopen.title'),
      text: t('reopen.text'),
      confirm: t('reopen.confirm'),
      reason: { label: t('reopen.reason') },
    })
    if (answer)
      await reopen(process.id, task.id, answer.reason).then(keep, (refused: unknown) => toastFailed(messageOf(refused)))
  }
  const status = task.status === 'completed' ? (task.outcome ?? 'completed') : task.status
  return (
    <div className={classes.state}>
      <StatusBadge status={status} />
      {task.status === 'completed' && task.completedAt && (
        <span>
          {t('byWhom', { name: nameOf(task.completedBy ?? 'system') })} <RelativeTime at={task.completedAt} />
        </span>
      )}
      {task.status === 'waiting' && <span>{t('waitsForOthers')}</span>}
      {task.status === 'skipped' && <span>{t(`skipped.${task.skipped ?? 'hidden'}`)}</span>}
      {task.status === 'completed' && (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconRotate2 size={14} aria-hidden />}
          disabled={whyNotReopen !== undefined}
          title={whyNotReopen?.message}
          onClick={() => void reopenIt()}
        >
          {t('reopen.action')}
        </Button>
      )}
      {task.reason && (
        <div className={classes.reason}>
          <Notice tone="red">{task.reason}</Notice>
        </div>
      )}
    </div>
  )
}

/** What an e-mail step sends, as it would go out now. */
function MailPreview({ to, subject, body }: { to: string; subject: string; body: string }) {
  const { t } = useTranslation('tasks')
  return (
    <section className={classes.mail} aria-label={t('mail.label')}>
      <dl>
        <dt>{t('mail.to')}</dt>
        <dd>{to || '—'}</dd>
        <dt>{t('mail.subject')}</dt>
        <dd>{subject || '—'}</dd>
      </dl>
      <Markdown text={body} />
    </section>
  )
}
