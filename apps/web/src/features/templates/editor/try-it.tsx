import { ActionIcon, Alert, Button, CloseButton, Menu, Tooltip } from '@mantine/core'
import {
  type Answer,
  type AnswersInput,
  compileTemplate,
  type Finding,
  kickoffFormOf,
  type TemplateDocument,
  UserError,
} from '@baton/engine'
import { IconClockPlay, IconRefresh } from '@tabler/icons-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../../lib/people.ts'
import { useMe, useZone } from '../../../lib/session.ts'
import { exactTime } from '../../../lib/time.ts'
import { type FormAnswers, FormFields } from '../../../ui/form/form-fields.tsx'
import { type Unread, unreadFindings, useUnread } from '../../../ui/form/unread.ts'
import { Markdown } from '../../../ui/markdown.tsx'
import { launchSimulation, act, advance, replay, type Simulation, startSimulation, type Trial } from './simulator.ts'
import { pretendUpload } from './pretend-upload.ts'
import classes from './try-it.module.css'
import { TryItProcess } from './try-it-process.tsx'

const hour = 3_600_000
const moves = [hour, 24 * hour, 7 * 24 * hour] as const

/** The draft as people will meet it: fill in, complete, watch the rules, move the clock. Nothing of it is kept. */
export default function TryIt({ document, onClose }: { document: TemplateDocument; onClose: () => void }) {
  const { t } = useTranslation('editor')
  const me = useMe()
  const { timeZone, locale } = useZone()
  const { nameOf } = usePeople()
  const trial = useMemo<Trial>(
    () => ({ timeZone, locale, personId: me.member.id, orgId: me.organization.id, personName: nameOf }),
    [timeZone, locale, me, nameOf],
  )
  const [simulation, setSimulation] = useState<Simulation>(() => startSimulation(document, new Date().toISOString()))
  const [kickoff, setKickoff] = useState<AnswersInput>({})
  const unread = useUnread()
  const [findings, setFindings] = useState<Finding[]>([])
  const [restarted, setRestarted] = useState(false)

  // A changed draft is tried again from the start with what was done so far.
  const tried = useRef(document)
  useEffect(() => {
    if (tried.current === document) return
    tried.current = document
    setSimulation((before) => {
      const again = replay(before, document, trial)
      if (!again && before.process) setRestarted(true)
      return again ?? startSimulation(document, new Date().toISOString())
    })
  }, [document, trial])

  const restart = () => {
    setSimulation(startSimulation(document, new Date().toISOString()))
    setKickoff({})
    unread.clear()
    setFindings([])
    setRestarted(false)
  }
  const start = (unreadHere: Finding[]) => {
    setRestarted(false)
    if (unreadHere.length > 0) return setFindings(unreadHere)
    try {
      setSimulation(launchSimulation(simulation, kickoff, trial))
      setFindings([])
    } catch (refused) {
      if (!(refused instanceof UserError)) throw refused
      setFindings(refused.findings)
    }
  }
  return (
    // Undo in here is that of the form, not that of the template.
    <div
      className={classes.root}
      onKeyDown={(event) =>
        (event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'z' && event.stopPropagation()
      }
    >
      <div className={classes.head}>
        <h2>{t('tryIt.title')}</h2>
        <Tooltip label={t('tryIt.restart')}>
          <ActionIcon aria-label={t('tryIt.restart')} onClick={restart}>
            <IconRefresh size={16} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <CloseButton aria-label={t('tryIt.close')} onClick={onClose} />
      </div>
      <p className={classes.hint}>{t('tryIt.hint')}</p>
      {restarted && (
        <Alert color="gray" mt="sm" role="status">
          {t('tryIt.restarted')}
        </Alert>
      )}
      {simulation.process ? (
        <>
          <div className={classes.clock}>
            <IconClockPlay size={16} aria-hidden />
            <time dateTime={simulation.now}>{exactTime(simulation.now, { timeZone, locale })}</time>
            <Menu>
              <Menu.Target>
                <Button variant="default" size="compact-sm">
                  {t('tryIt.move')}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {moves.map((by, index) => (
                  <Menu.Item key={by} onClick={() => setSimulation(advance(simulation, by, trial))}>
                    {t(`tryIt.by.${['hour', 'day', 'week'][index]}`)}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </div>
          <TryItProcess
            simulation={simulation}
            trial={trial}
            act={(command) => setSimulation(act(simulation, command, trial))}
          />
        </>
      ) : (
        <KickoffForm
          document={document}
          answers={kickoff}
          findings={findings}
          unread={unread}
          onChange={(id, answer) => setKickoff({ ...kickoff, [id]: answer })}
          onLaunch={start}
        />
      )}
    </div>
  )
}

function KickoffForm({
  document,
  answers,
  findings,
  unread,
  onChange,
  onLaunch,
}: {
  document: TemplateDocument
  answers: AnswersInput
  findings: Finding[]
  onChange: (id: string, answer: Answer | null) => void
  unread: Unread
  /** @param unread what keeps it from being launched because it cannot be read */
  onLaunch: (unread: Finding[]) => void
}) {
  const { t } = useTranslation('editor')
  const definition = useMemo(() => compileTemplate(document), [document])
  const form = kickoffFormOf(definition, undefined, answers)
  const shown = new Set(form.filter(({ visible }) => visible).map(({ field }) => field.id))
  // What is typed stands as it is typed; the engine would trim it under the typing hand.
  const values: FormAnswers = { ...Object.fromEntries(form.map(({ field, answer }) => [field.id, answer])), ...answers }
  const launch = () => {
    const fields = form.filter(({ visible }) => visible).map(({ field }) => field)
    onLaunch(unreadFindings(fields, values, unread.texts))
  }
  return (
    <div className={classes.form}>
      {document.kickoff?.instructions && <Markdown text={document.kickoff.instructions} />}
      {form.length === 0 && <p className={classes.hint}>{t('tryIt.noKickoff')}</p>}
      <FormFields
        fields={form.map(({ field }) => field)}
        onUpload={pretendUpload}
        answers={values}
        visible={(id) => shown.has(id)}
        findings={findings}
        unread={unread}
        onChange={onChange}
      />
      <Button onClick={launch} disabled={document.steps.length === 0}>
        {t('tryIt.launch')}
      </Button>
    </div>
  )
}
