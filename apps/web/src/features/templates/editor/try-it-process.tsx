import { Button, TextInput } from '@mantine/core'
import {
  type AnswersInput,
  fillAddresses,
  fillText,
  type Finding,
  formOf,
  type Process,
  type Task,
  type TextScope,
  UserError,
} from '@baton/engine'
import { IconChevronDown, IconChevronRight, IconEyeOff } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../../lib/people.ts'
import { type FormAnswers, FormFields } from '../../../ui/form/form-fields.tsx'
import { unreadFindings, useUnread } from '../../../ui/form/unread.ts'
import { Markdown } from '../../../ui/markdown.tsx'
import { PeopleMarks, ProcessRing } from '../../../ui/marks.tsx'
import { exactTime } from '../../../lib/time.ts'
import { StatusBadge } from '../../../ui/status.tsx'
import { RuleSentence } from './rule-sentence.tsx'
import type { act, Simulation, Trial } from './simulator.ts'
import { pretendUpload } from './pretend-upload.ts'
import classes from './try-it.module.css'

type Act = (command: Parameters<typeof act>[1]) => void

/** The running process of a trial: its tasks as they open, each to be completed here. */
export function TryItProcess({ simulation, trial, act: run }: { simulation: Simulation; trial: Trial; act: Act }) {
  const { t } = useTranslation('editor')
  const process = simulation.process!
  const counted = process.tasks.filter(({ status }) => status !== 'skipped')
  // Until a person opens one, it is the first that can be done.
  const [chosen, setChosen] = useState<{ id: string | undefined }>()
  const openId = chosen ? chosen.id : process.tasks.find(({ status }) => status === 'open')?.id
  const done = counted.filter(({ status }) => status === 'completed').length
  return (
    <section aria-label={t('tryIt.process')}>
      <div className={classes.process}>
        <ProcessRing done={done} total={counted.length} tone={process.status === 'finished' ? 'finished' : 'active'} />
        <strong>{process.name}</strong>
        <StatusBadge status={process.status} />
      </div>
      <ol className={classes.tasks}>
        {process.tasks.map((task) => (
          <TrialTask
            key={`${task.id}/${task.reopened ?? 0}`}
            task={task}
            process={process}
            simulation={simulation}
            trial={trial}
            run={(command) => {
              run(command)
              setChosen(undefined)
            }}
            isOpen={openId === task.id}
            setOpen={(open) => setChosen({ id: open ? task.id : undefined })}
          />
        ))}
      </ol>
      <p className="visually-hidden" role="status">
        {t('tryIt.progress', { done, total: counted.length })}
      </p>
    </section>
  )
}

function TrialTask({
  task,
  process,
  simulation,
  trial,
  run,
  isOpen,
  setOpen,
}: {
  task: Task
  process: Process
  simulation: Simulation
  trial: Trial
  run: Act
  isOpen: boolean
  setOpen: (open: boolean) => void
}) {
  const { t } = useTranslation('editor')
  const { definition, now } = simulation
  const step = definition.steps.get(task.id)!
  const scope: TextScope = {
    definition,
    answers: process.answers,
    process,
    personName: trial.personName,
    locale: trial.locale,
    timeZone: trial.timeZone,
  }
  const status = task.status === 'completed' ? (task.outcome ?? 'completed') : task.status
  const late = task.status === 'open' && task.dueAt !== undefined && task.dueAt < now
  const why =
    task.skipped === 'hidden'
      ? definition.explain({ answers: process.answers, outcomes: outcomesOf(process) }, { step: task.id }).because
      : []
  return (
    <li className={classes.task} data-status={task.status}>
      <div className={classes.taskHead}>
        <button type="button" className={classes.taskTitle} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          <span>{fillText(step.title, scope) || t('steps.untitled')}</span>
        </button>
        <PeopleMarks ids={[...task.assignees.people, ...task.assignees.groups]} size={20} />
        <StatusBadge status={status} />
      </div>
      {task.dueAt && task.status !== 'skipped' && (
        <p className={classes.due} data-late={late || undefined}>
          {t(late ? 'tryIt.wasDue' : 'tryIt.due', { time: exactTime(task.dueAt, trial) })}
        </p>
      )}
      {why.length > 0 && (
        <ul className={classes.why}>
          {why.map(({ rule, holds }) => (
            <li key={rule.id}>
              <IconEyeOff size={14} aria-hidden /> <RuleSentence rule={rule} /> —{' '}
              {t(holds ? 'tryIt.holds' : 'tryIt.doesNotHold')}
            </li>
          ))}
        </ul>
      )}
      {isOpen && task.status === 'open' && (
        <TrialForm task={task} process={process} simulation={simulation} scope={scope} run={run} />
      )}
      {isOpen && task.status !== 'open' && (
        <div className={classes.form}>
          {step.instructions && <Markdown text={fillText(step.instructions, scope)} />}
          {task.status === 'waiting' && (
            <p className={classes.hint}>
              {t('tryIt.waits', {
                steps: (step.after ?? []).map((id) => definition.steps.get(id)?.title || id).join(', '),
              })}
            </p>
          )}
          {task.status === 'completed' && (
            <>
              <FormFields readOnly fields={step.fields ?? []} answers={process.answers} onChange={() => {}} />
              <Button variant="default" size="compact-sm" onClick={() => run({ type: 'reopen', taskId: task.id })}>
                {t('tryIt.reopen')}
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  )
}

function TrialForm({
  task,
  process,
  simulation,
  scope,
  run,
}: {
  task: Task
  process: Process
  simulation: Simulation
  scope: TextScope
  run: Act
}) {
  const { t } = useTranslation('editor')
  const { addressOf } = usePeople()
  const [draft, setDraft] = useState<AnswersInput>({})
  const unread = useUnread()
  const [reason, setReason] = useState('')
  const [refusal, setRefusal] = useState<{ message: string; findings: Finding[] }>()
  const step = simulation.definition.steps.get(task.id)!
  const form = formOf(simulation.definition, process, task.id, draft)
  const shown = new Set(form.filter(({ visible }) => visible).map(({ field }) => field.id))
  // What is typed stands as it is typed; the engine would trim it under the typing hand.
  const answers: FormAnswers = { ...Object.fromEntries(form.map(({ field, answer }) => [field.id, answer])), ...draft }

  const complete = (outcome: 'completed' | 'approved' | 'rejected' | 'acknowledged' | 'sent') => {
    const fields = form.filter(({ visible }) => visible).map(({ field }) => field)
    const findings = unreadFindings(fields, answers, unread.texts)
    if (findings.length > 0) return setRefusal({ message: '', findings })
    try {
      run({ type: 'complete', taskId: task.id, outcome, answers: draft, ...(outcome === 'rejected' ? { reason } : {}) })
    } catch (refused) {
      if (!(refused instanceof UserError)) throw refused
      setRefusal({ message: refused.message, findings: refused.findings })
    }
  }
  return (
    <div className={classes.form}>
      {step.instructions && <Markdown text={fillText(step.instructions, scope)} />}
      {step.mail && (
        <div className={classes.mail}>
          <div>{t('tryIt.mailTo', { to: fillAddresses(step.mail.to, scope, addressOf) })}</div>
          <strong>{fillText(step.mail.subject, scope)}</strong>
          <Markdown text={fillText(step.mail.body, scope)} />
        </div>
      )}
      <FormFields
        fields={form.map(({ field }) => field)}
        onUpload={pretendUpload}
        answers={answers}
        visible={(id) => shown.has(id)}
        findings={refusal?.findings}
        unread={unread}
        onChange={(id, answer) => setDraft({ ...draft, [id]: answer })}
      />
      {refusal && refusal.findings.length === 0 && (
        <p className={classes.refusal} role="alert">
          {refusal.message}
        </p>
      )}
      {step.type === 'approval' && (
        <TextInput
          label={t('tryIt.reason')}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
      )}
      <div className={classes.buttons}>
        {step.type === 'task' && <Button onClick={() => complete('completed')}>{t('tryIt.complete')}</Button>}
        {step.type === 'expiring' && <Button onClick={() => complete('acknowledged')}>{t('tryIt.acknowledge')}</Button>}
        {step.type === 'email' && <Button onClick={() => complete('sent')}>{t('tryIt.send')}</Button>}
        {step.type === 'approval' && (
          <>
            <Button onClick={() => complete('approved')}>{t('tryIt.approve')}</Button>
            <Button variant="default" onClick={() => complete('rejected')}>
              {t('tryIt.reject')}
            </Button>
          </>
        )}
      </div>
    </div>
  )
}

const outcomesOf = ({ tasks }: Process) =>
  new Map(
    tasks.flatMap(({ id, status, outcome }) => (status === 'completed' && outcome ? [[id, outcome] as const] : [])),
  )
