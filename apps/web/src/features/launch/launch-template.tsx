import { type Definition, type Finding, kickoffFormOf, type MemberActor } from '@baton/engine'
import { type ProcessView, processes } from '@baton/contract'
import { Alert, Button, TextInput } from '@mantine/core'
import { IconRocket } from '@tabler/icons-react'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../app/paths.ts'
import { useActions } from '../../lib/actions.ts'
import { ApiError, newKey, write } from '../../lib/api.ts'
import { usePeople } from '../../lib/people.ts'
import { definitionQuery, useKeepProcess } from '../../lib/processes.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { actorOf, useMe, useZone } from '../../lib/session.ts'
import { uploadFile } from '../../lib/upload.ts'
import { useNow } from '../../lib/use-now.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { messageOf } from '../../ui/error-state.tsx'
import { type FormAnswers, FormFields } from '../../ui/form/form-fields.tsx'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { TemplateMark } from '../../ui/marks.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { toast } from '../../ui/toast.tsx'
import { type UnreadTexts, unreadFindings, useUnread, withUnread } from '../../ui/form/unread.ts'
import { dueOf, keepKickoff, type KickoffDraft, readKickoff } from './kickoff-draft.ts'
import { templateToLaunchQuery } from './launch-queries.ts'
import classes from './launch.module.css'
import { previewLaunch, previewText } from './preview.ts'
import { StepsPreview } from './steps-preview.tsx'

/** One template to launch; it must have been published. */
export function LaunchTemplate({ templateId }: { templateId: string }) {
  const { t } = useTranslation('launch')
  const { data: template } = useSuspenseQuery(templateToLaunchQuery(templateId))
  const { publishedVersion, archived, title } = template
  if (publishedVersion === null || archived) {
    return (
      <>
        <PageHeader title={title || t('title')} crumbs={[{ label: t('title'), link: paths.launch() }]} />
        <EmptyState
          drawing="page"
          title={t(archived ? 'archived.title' : 'unpublished.title')}
          hint={t(archived ? 'archived.hint' : 'unpublished.hint')}
        >
          <Button
            renderRoot={(props) => <Link {...props} {...(archived ? paths.launch() : paths.template(templateId))} />}
          >
            {t(archived ? 'archived.go' : 'unpublished.go')}
          </Button>
        </EmptyState>
      </>
    )
  }
  return <LaunchForm templateId={templateId} version={publishedVersion} />
}

function LaunchForm({ templateId, version }: { templateId: string; version: number }) {
  const { t } = useTranslation('launch')
  const { data: definition } = useSuspenseQuery(definitionQuery(templateId, version))
  const { document } = definition
  const me = useMe()
  const [draft, setDraft] = useState<KickoffDraft>(() => readKickoff(templateId, version))
  const unread = useUnread(draft.unread)
  const [findings, setFindings] = useState<readonly Finding[]>([])
  const [failure, setFailure] = useState<string>()
  const [launching, setLaunching] = useState(false)
  const key = useRef(newKey())
  const navigate = useNavigate()
  const client = useQueryClient()
  const keepProcess = useKeepProcess()
  const previewOf = usePreviewer(definition, templateId, version, actorOf(me))
  // A moment behind the typing, so that the typing never waits for it.
  const typed = useDeferredValue(draft)
  const preview = useMemo(() => previewOf(typed), [previewOf, typed])

  const suggested = document.processName ? previewText(document.processName, preview.scope) : preview.process.name
  const change = (next: KickoffDraft) => {
    setDraft(next)
    // Another launch is meant, so a retry must not answer with the former one.
    key.current = newKey()
  }
  useEffect(
    () => keepKickoff(templateId, version, { ...draft, unread: unread.texts }),
    [templateId, version, draft, unread.texts],
  )
  const form = kickoffFormOf(definition, undefined, draft.answers)
  const shown = new Set(form.filter(({ visible }) => visible).map(({ field }) => field.id))
  // What is typed stands as it is typed; the engine would trim it under the typing hand.
  const answers: FormAnswers = {
    ...Object.fromEntries(form.map(({ field, answer }) => [field.id, answer])),
    ...draft.answers,
  }

  const launchNow = async () => {
    setFailure(undefined)
    // What stands in the form now, not what the preview has got to.
    const { findings: wrong } = previewOf(draft)
    const titleOf = (id: string) => previewText(definition.steps.get(id)?.title ?? id, preview.scope)
    const fields = form.filter(({ visible }) => visible).map(({ field }) => field)
    const unreadHere = [
      ...unreadFindings(fields, answers, unread.texts),
      ...unreadDeadlines(draft, unread.texts, titleOf),
    ]
    const found = withUnread(unreadHere, wrong)
    if (found.length > 0) return setFindings(found)
    setFindings([])
    setLaunching(true)
    try {
      const body = {
        templateId,
        templateVersion: version,
        answers: draft.answers,
        tasks: draft.tasks,
        ...(draft.name?.trim() ? { name: draft.name.trim() } : {}),
      }
      const view = await write(processes.launchProcess, { body, idempotencyKey: key.current })
      keepKickoff(templateId, version, undefined)
      keepProcess(view)
      void client.invalidateQueries({ queryKey: queryKeys.templates })
      const mine = ownTask(view, me.member.id, me.member.groups)
      toast(t('launched', { name: view.name }))
      await navigate(mine ? paths.task(view.id, mine) : paths.process(view.id))
    } catch (refused) {
      if (refused instanceof ApiError && refused.code === 'invalid_answers') setFindings([...refused.findings])
      else setFailure(messageOf(refused))
    } finally {
      setLaunching(false)
    }
  }
  useActions(t('title'), [
    {
      id: 'launch-this',
      label: t('of', { title: document.title }),
      keys: 'mod+Enter',
      run: () => !launching && void launchNow(),
    },
  ])
  return (
    <>
      <PageHeader
        title={t('of', { title: document.title })}
        titleInPage
        crumbs={[{ label: t('title'), link: paths.launch() }]}
      />
      <form
        className={classes.page}
        onSubmit={(event) => {
          event.preventDefault()
          void launchNow()
        }}
        noValidate
      >
        <div className={classes.main}>
          <header className={classes.head}>
            <TemplateMark title={document.title} emoji={document.emoji} size={40} />
            <div>
              <h1>{document.title}</h1>
              {document.description && <Markdown text={document.description} small />}
            </div>
          </header>
          <TextInput
            label={t('name')}
            description={t('nameHint')}
            placeholder={suggested}
            maxLength={250}
            value={draft.name ?? ''}
            onChange={(event) => {
              const { name: _, ...rest } = draft
              const name = event.currentTarget.value
              change(name === '' ? rest : { ...rest, name })
            }}
          />
          {document.kickoff?.instructions && <Markdown text={document.kickoff.instructions} />}
          <FormFields
            fields={form.map(({ field }) => field)}
            answers={answers}
            visible={(id) => shown.has(id)}
            findings={findings}
            onUpload={uploadFile}
            unread={unread}
            onChange={(id, answer) => change({ ...draft, answers: { ...draft.answers, [id]: answer } })}
          />
          {form.length === 0 && <p className={classes.dim}>{t('noForm')}</p>}
        </div>
        <StepsPreview
          definition={definition}
          process={preview.process}
          scope={preview.scope}
          draft={draft}
          onChange={change}
          unread={unread}
        />
        <footer className={classes.foot}>
          {failure && (
            <Alert color="red" role="alert" className={classes.failure}>
              {failure}
            </Alert>
          )}
          <span className={classes.dim}>{t('willBe', { name: draft.name?.trim() || suggested })}</span>
          <Button
            type="submit"
            loading={launching}
            leftSection={<IconRocket size={16} aria-hidden />}
            rightSection={<KeyHint keys="mod+Enter" />}
          >
            {t('launch')}
          </Button>
        </footer>
      </form>
    </>
  )
}

/** What would come of launching with what is typed, as the world is now. */
function usePreviewer(definition: Definition, id: string, version: number, by: MemberActor) {
  const { timeZone, locale } = useZone()
  const { nameOf } = usePeople()
  const now = useNow()
  const actor = useRef(by)
  return useCallback(
    (draft: KickoffDraft) =>
      previewLaunch(definition, { id, version }, draft, actor.current, {
        now: new Date(now).toISOString(),
        timeZone,
        locale,
        personName: nameOf,
      }),
    [definition, id, version, now, timeZone, locale, nameOf],
  )
}

/** Deadlines of steps that were typed and cannot be read. */
const unreadDeadlines = ({ tasks }: KickoffDraft, texts: UnreadTexts, titleOf: (id: string) => string): Finding[] =>
  Object.keys(tasks).flatMap((id) => {
    const text = texts[dueOf(id)]?.['']
    if (text === undefined || tasks[id]?.dueAt) return []
    const values = { step: titleOf(id) }
    return [{ path: `/tasks/${id}/dueAt`, code: 'unread_deadline', message: `“${text}” cannot be read.`, values }]
  })

/** The first open task that is mine or my groups'. */
function ownTask({ tasks }: ProcessView, me: string, groups: readonly string[]): string | undefined {
  const open = tasks.filter(({ status }) => status === 'open')
  return open.find(
    ({ assignees }) => assignees.people.includes(me) || assignees.groups.some((group) => groups.includes(group)),
  )?.id
}
