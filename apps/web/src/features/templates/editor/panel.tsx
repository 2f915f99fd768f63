import { ActionIcon, Menu, SegmentedControl, Tabs } from '@mantine/core'
import { type StepType, stepTypes } from '@baton/engine'
import { IconDots } from '@tabler/icons-react'
import { memo } from 'react'
import { useTranslation } from 'react-i18next'
import { BackButton } from './back-button.tsx'
import { stepAt, stepsInOrder } from './document/outline.ts'
import { changeStep } from './document/step-operations.ts'
import { type StepTab, useEditor } from './editor-context.ts'
import { FormTab } from './form-tab.tsx'
import { isWithin } from './finding-places.ts'
import { MailSettings } from './mail-settings.tsx'
import { MoreTab } from './more-tab.tsx'
import { GrowingText } from './growing-text.tsx'
import classes from './panel.module.css'
import { RulesTab } from './rules-tab.tsx'
import { StepMenu } from './step-menu.tsx'
import { TemplatePanel } from './template-panel.tsx'
import { useStepActions } from './use-step-actions.ts'
import { WhenTab } from './when-tab.tsx'
import { WhoTab } from './who-tab.tsx'

/** What is selected, opened. */
export const Panel = memo(function Panel({ onClose }: { onClose?: () => void }) {
  const { state } = useEditor()
  const { selection, document } = state
  const step = selection.at === 'step' ? stepAt(document, selection.step) : undefined
  if (step) return <StepPanel id={step.id} onClose={onClose} />
  if (selection.at === 'kickoff') return <KickoffPanel onClose={onClose} />
  return <TemplatePanel onClose={onClose} />
})

/** Back to the row that is open here. */
const focusRow = (name: string) =>
  globalThis.document.querySelector<HTMLElement>(`[data-row="${CSS.escape(name)}"]`)?.focus()

function StepPanel({ id, onClose }: { id: string; onClose?: () => void }) {
  const { t } = useTranslation('editor')
  const { state, edit, tab, setTab, findings } = useEditor()
  const actions = useStepActions(id, () => {})
  const step = stepAt(state.document, id)!
  const number = stepsInOrder(state.document).findIndex((one) => one.id === id) + 1
  const rules =
    state.document.rules?.filter(({ then }) =>
      then.some((action) => targets(action, id, step.fields?.map((field) => field.id) ?? [])),
    ).length ?? 0
  const faulty = new Set(
    findings.filter(({ place }) => isWithin(place, { at: 'step', step: id })).map(({ place }) => place.tab ?? 'form'),
  )
  const tabs: { value: StepTab; count?: number }[] = [
    { value: 'form', count: step.fields?.length },
    { value: 'who' },
    { value: 'when' },
    { value: 'rules', count: rules || undefined },
    { value: 'more' },
  ]
  return (
    <div
      className={classes.root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || onClose) return
        event.preventDefault()
        focusRow(`step:${id}`)
      }}
    >
      <div className={classes.head}>
        {onClose && <BackButton onClose={onClose} />}
        <span className={classes.where}>{t('steps.label', { number })}</span>
        <Menu>
          <Menu.Target>
            <ActionIcon aria-label={t('steps.menu', { number })}>
              <IconDots size={18} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <StepMenu step={step} actions={actions} />
          </Menu.Dropdown>
        </Menu>
      </div>
      <GrowingText
        variant="unstyled"
        maxRows={5}
        classNames={{ input: classes.title }}
        aria-label={t('steps.titleLabel')}
        placeholder={t('steps.untitled')}
        maxLength={250}
        value={step.title}
        data-panel-start
        onChange={(event) => {
          const title = event.currentTarget.value.replaceAll(/[\r\n]+/g, ' ')
          edit((doc) => changeStep(doc, id, { title }), { typing: `step/${id}/title` })
        }}
      />
      <SegmentedControl
        className={classes.types}
        fullWidth
        size="xs"
        aria-label={t('stepType.label')}
        value={step.type}
        onChange={(type) => edit((doc) => changeStep(doc, id, withType(type as StepType)))}
        data={stepTypes.map((type) => ({ value: type, label: t(`stepType.${type}`) }))}
      />
      <p className={classes.typeHint}>{t(`stepTypeHint.${step.type}`)}</p>
      <Tabs
        value={tab}
        onChange={(next) => setTab((next ?? 'form') as StepTab)}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List>
          {tabs.map(({ value, count }) => (
            <Tabs.Tab key={value} value={value} data-faulty={faulty.has(value) || undefined} className={classes.tab}>
              {value === 'form' && step.type === 'email' ? t('tab.mail') : t(`tab.${value}`)}
              {count !== undefined && <span className={classes.count}>{count}</span>}
              {faulty.has(value) && <span className="visually-hidden"> {t('findings.inTab')}</span>}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="form">
          {step.type === 'email' ? <MailSettings step={step} /> : <FormTab place={{ step: id }} />}
        </Tabs.Panel>
        <Tabs.Panel value="who">
          <WhoTab step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="when">
          <WhenTab step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesTab step={step} />
        </Tabs.Panel>
        <Tabs.Panel value="more">
          <MoreTab step={step} actions={actions} />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

function KickoffPanel({ onClose }: { onClose?: () => void }) {
  const { t } = useTranslation('editor')
  const { state, tab, setTab } = useEditor()
  const fields = state.document.kickoff?.fields ?? []
  return (
    <div
      className={classes.root}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented || onClose) return
        event.preventDefault()
        focusRow('kickoff')
      }}
    >
      <div className={classes.head}>
        {onClose && <BackButton onClose={onClose} />}
        <span className={classes.where}>{t('kickoff.where')}</span>
      </div>
      <h2 className={classes.plainTitle} data-panel-start tabIndex={-1}>
        {t('kickoff.title')}
      </h2>
      <p className={classes.typeHint}>{t('kickoff.hint')}</p>
      <Tabs
        value={tab === 'rules' ? 'rules' : 'form'}
        onChange={(next) => setTab((next ?? 'form') as StepTab)}
        keepMounted={false}
        className={classes.tabs}
      >
        <Tabs.List>
          <Tabs.Tab value="form" className={classes.tab}>
            {t('tab.form')}
            {fields.length > 0 && <span className={classes.count}>{fields.length}</span>}
          </Tabs.Tab>
          <Tabs.Tab value="rules" className={classes.tab}>
            {t('tab.rules')}
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="form">
          <FormTab place={{ kickoff: true }} />
        </Tabs.Panel>
        <Tabs.Panel value="rules">
          <RulesTab />
        </Tabs.Panel>
      </Tabs>
    </div>
  )
}

const targets = (
  action: { show: { step: string } | { field: string } } | { hide: { step: string } | { field: string } },
  step: string,
  fields: string[],
) => {
  const target = 'show' in action ? action.show : action.hide
  return 'step' in target ? target.step === step : fields.includes(target.field)
}

/** What only the other types read is taken out; undo brings it back. */
const withType = (type: StepType) => ({
  type,
  ...(type === 'email'
    ? { mail: { to: '', subject: '', body: '', send: 'automatically' as const }, fields: undefined }
    : { mail: undefined }),
  ...(type === 'approval' ? {} : { whenRejected: undefined }),
})
