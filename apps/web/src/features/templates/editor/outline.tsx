import { Button, Menu } from '@mantine/core'
import { IconChevronDown, IconFlag, IconPlus } from '@tabler/icons-react'
import { Fragment, memo, useCallback, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { TemplateMark } from '../../../ui/marks.tsx'
import { setStepOrder, stepOrderOf } from './document/chain.ts'
import { stretchesOf, withParts } from './document/outline.ts'
import { beginMilestone, insertStep, insertStepInto, newMilestoneId, newStepId } from './document/step-operations.ts'
import { useEditor } from './editor-context.ts'
import { useFaultText } from './fault-text.ts'
import { KickoffRow } from './kickoff-row.tsx'
import { MilestoneRow } from './milestone-row.tsx'
import { GrowingText } from './growing-text.tsx'
import classes from './outline.module.css'
import { StepRow } from './step-row.tsx'

/** The rows, top to bottom, as the arrow keys walk them. */
const rowsIn = (list: HTMLElement) => [...list.querySelectorAll<HTMLElement>('[data-row]')]

/**
 * The document one types: title, description, kick-off form, then the steps by milestone. The rows are one stop of the
 * tab key; within them the arrows move.
 */
export const Outline = memo(function Outline() {
  const { t } = useTranslation('editor')
  const { state, edit, select, findings } = useEditor()
  const words = useFaultText()
  const { document, selection } = state
  const list = useRef<HTMLDivElement>(null)
  const title = useRef<HTMLTextAreaElement>(null)
  const wanted = useRef(false)
  const inside = useRef(false)

  /** After the next change, the selected row has the focus. */
  const focusSelected = useCallback(() => (wanted.current = true), [])
  useEffect(() => {
    // Undo can take away the row that had the focus; then the one that is selected now takes it.
    const lost = inside.current && globalThis.document.activeElement === globalThis.document.body
    if (!wanted.current && !lost) return
    wanted.current = false
    const name = rowOf(selection)
    const row = rowsIn(list.current!).find((one) => one.dataset.row === name)
    if (!row || row === globalThis.document.activeElement) return
    row.focus()
    if (row instanceof HTMLInputElement) row.setSelectionRange(row.value.length, row.value.length)
    row.scrollIntoView({ block: 'nearest' })
  })

  const walk = useCallback((from: HTMLElement, by: 1 | -1) => {
    const rows = rowsIn(list.current!)
    const next = rows[rows.indexOf(from) + by]
    if (next) {
      next.focus()
      next.scrollIntoView({ block: 'nearest' })
    } else if (by === -1) title.current?.focus()
  }, [])

  const stretches = stretchesOf(document)
  const addStep = (milestone?: string) => {
    const id = newStepId(document)
    const last = stretches.find((stretch) => stretch.milestone?.id === milestone)?.steps.at(-1)
    const step = { id, type: 'task' as const, title: '' }
    focusSelected()
    edit((doc) => (last ? insertStep(doc, step, last.id) : insertStepInto(doc, step, milestone)), {
      select: { at: 'step', step: id },
    })
  }
  const addMilestone = () => {
    const id = newMilestoneId(document)
    focusSelected()
    edit((doc) => beginMilestone(doc, undefined, id, ''), { select: { at: 'milestone', milestone: id } })
  }
  const order = stepOrderOf(document)
  const numbers = new Map(stretches.flatMap(({ steps }) => steps).map(({ id }, index) => [id, index + 1]))
  const faults = new Map<string, string[]>()
  for (const { finding, place } of findings) {
    if (place.selection.at === 'step')
      faults.set(place.selection.step, [...(faults.get(place.selection.step) ?? []), words(finding)])
  }
  const ruled = new Set(
    (document.rules ?? [])
      .flatMap(({ then }) => then)
      .map((action) => ('show' in action ? action.show : action.hide))
      .flatMap((target) => ('step' in target ? [target.step] : [])),
  )

  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.mark}
          onClick={() => {
            select({ at: 'template' })
            requestAnimationFrame(() => globalThis.document.querySelector<HTMLElement>('[data-panel-start]')?.focus())
          }}
          aria-label={t('template.open')}
        >
          <TemplateMark title={document.title} emoji={document.emoji} size={40} />
        </button>
        <GrowingText
          ref={title}
          variant="unstyled"
          maxRows={4}
          classNames={{ root: classes.titleRoot, input: classes.title }}
          aria-label={t('template.title')}
          autoFocus={document.title === ''}
          placeholder={t('template.untitled')}
          maxLength={250}
          value={document.title}
          onFocus={() => select({ at: 'template' })}
          onChange={(event) => {
            const text = event.currentTarget.value.replaceAll(/[\r\n]+/g, ' ')
            edit((doc) => ({ ...doc, title: text }), { typing: 'title' })
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' && event.key !== 'ArrowDown') return
            event.preventDefault()
            rowsIn(list.current!)[event.key === 'Enter' ? 1 : 0]?.focus()
          }}
        />
      </div>
      <GrowingText
        variant="unstyled"
        maxRows={12}
        markdown
        classNames={{ input: classes.description }}
        aria-label={t('template.description')}
        placeholder={t('template.descriptionHint')}
        maxLength={50_000}
        value={document.description ?? ''}
        onFocus={() => select({ at: 'template' })}
        onChange={(event) => {
          const description = event.currentTarget.value
          edit((doc) => withParts(doc, { description }), { typing: 'description' })
        }}
      />

      <div
        ref={list}
        className={classes.list}
        onFocus={() => (inside.current = true)}
        // A row that is taken away says nothing on leaving, so that this stays true then.
        onBlur={() => (inside.current = false)}
      >
        <KickoffRow walk={walk} />
        <div className={classes.stepsHead}>
          <h2>{t('steps.title', { count: document.steps.length })}</h2>
          {document.steps.length > 1 && (
            <Menu>
              <Menu.Target>
                <Button
                  variant="subtle"
                  color="gray"
                  size="compact-sm"
                  rightSection={<IconChevronDown size={14} aria-hidden />}
                >
                  {t(`steps.order.${order}`)}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {(['at_once', 'one_by_one'] as const).map((one) => (
                  <Menu.Item key={one} onClick={() => edit((doc) => setStepOrder(doc, one))}>
                    {t(`steps.order.${one}`)}
                    <div className={classes.orderHint}>{t(`steps.orderHint.${one}`)}</div>
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          )}
        </div>
        {stretches.map(({ milestone, steps }) => (
          <Fragment key={milestone?.id ?? ''}>
            {milestone && <MilestoneRow milestone={milestone} walk={walk} focusSelected={focusSelected} />}
            <ol className={classes.steps} aria-label={milestone ? milestone.title : t('steps.loose')}>
              {steps.map((step) => (
                <StepRow
                  key={step.id}
                  step={step}
                  number={numbers.get(step.id)!}
                  selected={selection.at === 'step' && selection.step === step.id}
                  // With the kick-off form open the tab key goes on to its panel, not into a step that would take its place.
                  tabbable={selection.at === 'step' && selection.step === step.id}
                  faults={faults.get(step.id)?.length ?? 0}
                  fault={faults.get(step.id)?.join(' ') ?? ''}
                  ruled={step.hidden === true || ruled.has(step.id)}
                  walk={walk}
                  focusSelected={focusSelected}
                />
              ))}
            </ol>
            {milestone && steps.length === 0 && (
              <Button
                variant="subtle"
                color="gray"
                size="compact-sm"
                className={classes.emptyMilestone}
                onClick={() => addStep(milestone.id)}
                leftSection={<IconPlus size={14} aria-hidden />}
              >
                {t('steps.addHere')}
              </Button>
            )}
          </Fragment>
        ))}
        {document.steps.length === 0 && <p className={classes.hint}>{t('steps.empty')}</p>}
        <div className={classes.foot}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconPlus size={16} aria-hidden />}
            onClick={() => addStep(stretches.at(-1)?.milestone?.id)}
          >
            {t('steps.add')}
          </Button>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            leftSection={<IconFlag size={16} aria-hidden />}
            onClick={addMilestone}
          >
            {t('milestone.add')}
          </Button>
        </div>
      </div>
    </div>
  )
})

/** The name of the row that stands for a selection. */
function rowOf(selection: ReturnType<typeof useEditor>['state']['selection']): string {
  if (selection.at === 'step') return `step:${selection.step}`
  return selection.at === 'milestone' ? `milestone:${selection.milestone}` : selection.at
}
