import { ActionIcon, Button, Select } from '@mantine/core'
import type { Action, Rule, Step } from '@baton/engine'
import { IconChevronDown, IconChevronRight, IconPlus, IconTrash, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConditionEditor } from './condition-editor.tsx'
import { addRule, changeRule, newFieldCondition, removeRule, rulesAbout } from './document/rule-operations.ts'
import { useEditor } from './editor-context.ts'
import { Faults } from './faults.tsx'
import panel from './panel.module.css'
import { RuleSentence } from './rule-sentence.tsx'
import classes from './rules.module.css'
import { useSubjects } from './use-subjects.ts'

/** The rules that show or hide a step or its fields; without a step, those about the kick-off form. */
export function RulesTab({ step }: { step?: Step }) {
  const { t } = useTranslation('editor')
  const { state, edit } = useEditor()
  const subjects = useSubjects()
  const [openRule, setOpenRule] = useState<string>()
  const { document } = state
  const own = step ? (step.fields ?? []) : (document.kickoff?.fields ?? [])
  const ownFields = new Set(own.map(({ id }) => id))
  const rules = rulesAbout(document, { step: step?.id, fields: ownFields })

  // What a new rule is about, and something else for it to depend on.
  const target: Action | undefined = step
    ? { show: { step: step.id } }
    : own.at(-1) && { show: { field: own.at(-1)!.id } }
  const field = subjects.fields.find(({ id }) => (step ? !ownFields.has(id) : id !== own.at(-1)?.id))
  const other = subjects.steps.find(({ id }) => id !== step?.id)
  const when = field ? newFieldCondition(field) : step && other ? { step: other.id, is: 'done' as const } : undefined
  const add = () => {
    if (!target || !when) return
    const added = addRule(document, when, target)
    setOpenRule(added.id)
    edit(() => added.document)
  }
  return (
    <div className={panel.body}>
      {rules.length === 0 && <p className={panel.hint}>{t(step ? 'rule.none' : 'rule.noneKickoff')}</p>}
      {rules.length > 0 && (
        <ul className={classes.rules}>
          {rules.map((rule) => (
            <RuleCard
              key={rule.id}
              rule={rule}
              open={openRule === rule.id}
              onToggle={() => setOpenRule(openRule === rule.id ? undefined : rule.id)}
            />
          ))}
        </ul>
      )}
      <div>
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconPlus size={16} aria-hidden />}
          disabled={!target || !when}
          onClick={add}
        >
          {t('rule.add')}
        </Button>
        {(!target || !when) && (
          <p className={panel.hint} style={{ marginTop: 8 }}>
            {t(target ? 'rule.nothingToReadOf' : 'rule.nothingToShow')}
          </p>
        )}
      </div>
    </div>
  )
}

function RuleCard({ rule, open, onToggle }: { rule: Rule; open: boolean; onToggle: () => void }) {
  const { t } = useTranslation('editor')
  const { edit, findings } = useEditor()
  const faulty = findings.some(({ place }) => place.rule === rule.id)
  return (
    <li className={classes.rule} data-faulty={faulty || undefined}>
      <div className={classes.ruleHead}>
        <button type="button" className={classes.sentence} aria-expanded={open} onClick={onToggle}>
          {open ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
          <RuleSentence rule={rule} />
        </button>
        <ActionIcon aria-label={t('rule.remove')} onClick={() => edit((doc) => removeRule(doc, rule.id))}>
          <IconTrash size={16} aria-hidden />
        </ActionIcon>
      </div>
      <Faults where={(place) => place.rule === rule.id} />
      {open && (
        <div className={classes.ruleBody}>
          <ActionsEditor rule={rule} />
          <h3 className={classes.when}>{t('rule.when')}</h3>
          <ConditionEditor
            when={rule.when}
            onChange={(when, typing) =>
              edit(
                (doc) => changeRule(doc, rule.id, (now) => ({ ...now, when })),
                typing ? { typing: `rule/${rule.id}/${typing}` } : {},
              )
            }
          />
        </div>
      )}
    </li>
  )
}

function ActionsEditor({ rule }: { rule: Rule }) {
  const { t } = useTranslation('editor')
  const { edit } = useEditor()
  const subjects = useSubjects()
  const set = (then: Action[]) => edit((doc) => changeRule(doc, rule.id, (now) => ({ ...now, then })))
  return (
    <div className={classes.actions}>
      {rule.then.map((action, index) => {
        const verb = 'show' in action ? 'show' : 'hide'
        const target = 'show' in action ? action.show : action.hide
        const value = 'step' in target ? `step:${target.step}` : `field:${target.field}`
        const put = (nextVerb: string, nextValue: string) => {
          const [kind, id = ''] = nextValue.split(':')
          const at = kind === 'step' ? { step: id } : { field: id }
          set(rule.then.with(index, nextVerb === 'show' ? { show: at } : { hide: at }))
        }
        return (
          // Actions have no ids: their place is what they are.
          <div key={index} className={classes.leaf}>
            <Select
              size="xs"
              w={90}
              aria-label={t('rule.verb')}
              allowDeselect={false}
              value={verb}
              data={[
                { value: 'show', label: t('rule.show') },
                { value: 'hide', label: t('rule.hide') },
              ]}
              onChange={(next) => next && put(next, value)}
            />
            <Select
              size="xs"
              className={classes.subject}
              aria-label={t('rule.target')}
              searchable
              allowDeselect={false}
              value={value}
              data={subjects.options(value)}
              onChange={(next) => next && put(verb, next)}
            />
            <ActionIcon
              size={24}
              aria-label={t('rule.removeAction')}
              disabled={rule.then.length === 1}
              onClick={() => set(rule.then.toSpliced(index, 1))}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          </div>
        )
      })}
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        leftSection={<IconPlus size={14} aria-hidden />}
        onClick={() => set([...rule.then, rule.then.at(-1)!])}
      >
        {t('rule.addAction')}
      </Button>
    </div>
  )
}
