import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core'
import { type Condition, type FieldCondition, operatorsFor, outcomesOf, type StepCondition } from '@baton/engine'
import { IconFolderPlus, IconPlus, IconX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { without } from './document/outline.ts'
import {
  addAt,
  asGroup,
  comparedPart,
  type ConditionPath,
  deepestGroup,
  groupOf,
  isGroup,
  joinAt,
  joinOf,
  newFieldCondition,
  partsOf,
  replaceAt,
  withOperator,
} from './document/rule-operations.ts'
import { type Subjects, useSubjects } from './use-subjects.ts'
import { ConditionValue } from './condition-value.tsx'
import classes from './rules.module.css'

/** A tree of conditions, edited in place. `onChange` is given undefined when the last one is removed. */
export function ConditionEditor({
  when,
  onChange,
}: {
  when: Condition
  onChange: (when: Condition | undefined, typing?: string) => void
}) {
  const subjects = useSubjects()
  const root = asGroup(when)
  return <GroupEditor root={root} path={[]} subjects={subjects} onChange={onChange} />
}

type PartProps = {
  root: Condition
  path: ConditionPath
  subjects: Subjects
  onChange: (when: Condition | undefined, typing?: string) => void
}

const at = (root: Condition, path: ConditionPath): Condition =>
  path.reduce((part, index) => partsOf(asGroup(part))[index]!, root)

function GroupEditor({ root, path, subjects, onChange }: PartProps) {
  const { t } = useTranslation('editor')
  const group = asGroup(at(root, path))
  const parts = partsOf(group)
  const first = subjects.fields[0]
  const fresh: Condition | undefined = first
    ? newFieldCondition(first)
    : subjects.steps[0] && { step: subjects.steps[0].id, is: 'done' }
  return (
    <div
      className={path.length > 0 ? classes.inner : classes.outer}
      role="group"
      aria-label={t(`rule.group.${joinOf(group)}`)}
    >
      {(parts.length > 1 || path.length > 0) && (
        <div className={classes.groupHead}>
          <SegmentedControl
            size="xs"
            aria-label={t('rule.join')}
            value={joinOf(group)}
            onChange={(join) => onChange(joinAt(root, path, join as 'all' | 'any'))}
            data={[
              { value: 'all', label: t('rule.all') },
              { value: 'any', label: t('rule.any') },
            ]}
          />
          {path.length > 0 && (
            <ActionIcon
              size={24}
              aria-label={t('rule.removeGroup')}
              onClick={() => onChange(replaceAt(root, path, undefined))}
            >
              <IconX size={14} aria-hidden />
            </ActionIcon>
          )}
        </div>
      )}
      {parts.map((part, index) => {
        const inner = [...path, index]
        // Conditions have no ids: their place is what they are.
        return isGroup(part) ? (
          <GroupEditor key={inner.join('.')} root={root} path={inner} subjects={subjects} onChange={onChange} />
        ) : (
          <LeafEditor key={inner.join('.')} root={root} path={inner} subjects={subjects} onChange={onChange} />
        )
      })}
      <div className={classes.groupFoot}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          disabled={!fresh}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => fresh && onChange(addAt(root, path, fresh))}
        >
          {t('rule.addCondition')}
        </Button>
        {path.length < deepestGroup - 1 && (
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            disabled={!fresh}
            leftSection={<IconFolderPlus size={14} aria-hidden />}
            onClick={() =>
              fresh && onChange(addAt(root, path, groupOf(joinOf(group) === 'all' ? 'any' : 'all', [fresh])))
            }
          >
            {t('rule.addGroup')}
          </Button>
        )}
      </div>
    </div>
  )
}

function LeafEditor({ root, path, subjects, onChange }: PartProps) {
  const { t } = useTranslation('editor')
  const leaf = at(root, path) as FieldCondition | StepCondition
  const put = (next: Condition | undefined, typing?: string) => onChange(replaceAt(root, path, next), typing)
  const subject = 'step' in leaf ? `step:${leaf.step}` : `field:${leaf.field}`
  const chooseSubject = (value: string) => {
    const [kind, id = ''] = value.split(':')
    if (kind === 'step') return put({ step: id, is: 'done' })
    const field = subjects.field(id)
    if (field) put(newFieldCondition(field))
  }
  const remove = (
    <ActionIcon size={24} aria-label={t('rule.removeCondition')} onClick={() => put(undefined)}>
      <IconX size={14} aria-hidden />
    </ActionIcon>
  )
  const about = (
    <Select
      size="xs"
      className={classes.subject}
      aria-label={t('rule.subject')}
      searchable
      allowDeselect={false}
      value={subject}
      data={subjects.options(subject)}
      onChange={(value) => value && chooseSubject(value)}
    />
  )
  if ('step' in leaf) {
    const step = subjects.step(leaf.step)
    const outcomes = ['done' as const, ...(step ? outcomesOf[step.type] : [])]
    const data = [...new Set([...outcomes, leaf.is])].map((value) => ({ value, label: t(`outcome.${value}`) }))
    return (
      <div className={classes.leaf}>
        <div className={classes.parts}>
          {about}
          <Select
            size="xs"
            className={classes.operator}
            aria-label={t('rule.outcome')}
            allowDeselect={false}
            value={leaf.is}
            data={data}
            onChange={(is) => is && put({ ...leaf, is: is as StepCondition['is'] })}
          />
        </div>
        {remove}
      </div>
    )
  }
  const field = subjects.field(leaf.field)
  const compared = field && comparedPart(field, leaf.column)
  const operators = compared ? operatorsFor(compared.type) : [leaf.is]
  return (
    <div className={classes.leaf}>
      <div className={classes.parts}>
        {about}
        {field?.type === 'table' && (
          <Select
            size="xs"
            className={classes.operator}
            aria-label={t('rule.column')}
            allowDeselect={false}
            value={leaf.column ?? ''}
            data={[
              { value: '', label: t('rule.wholeTable') },
              ...(field.columns ?? []).map(({ id, label }) => ({ value: id, label })),
            ]}
            onChange={(id) => {
              const column = field.columns?.find((one) => one.id === id)
              put(
                column
                  ? { field: field.id, column: column.id, is: operatorsFor(column.type)[0]! }
                  : { field: field.id, is: 'is_not_empty' },
              )
            }}
          />
        )}
        <Select
          size="xs"
          className={classes.operator}
          aria-label={t('rule.operator')}
          allowDeselect={false}
          value={leaf.is}
          data={[...new Set([...operators, leaf.is])].map((value) => ({ value, label: t(`operator.${value}`) }))}
          onChange={(is) => is && put(withOperator(leaf, is as FieldCondition['is'], field))}
        />
        <ConditionValue
          condition={leaf}
          compared={compared}
          onChange={(value) =>
            put(value === undefined ? without(leaf, 'value') : { ...leaf, value }, `condition/${path.join('.')}`)
          }
        />
      </div>
      {remove}
    </div>
  )
}
