import { describe, expect, test } from 'vitest'
import type { FieldType } from '../fields.ts'
import { type Field, fieldTypes } from '../fields.ts'
import type { Step, TemplateDocument } from '../document.ts'
import type { Rule } from '../rules.ts'
import { settingsOf } from '../../form/field-types.ts'
import { type TemplateFaultCode, templateFaultCodes } from './checked.ts'
import { findingsOf } from './findings.ts'

const ana = '11111111-1111-4111-8111-111111111111'
const ben = '22222222-2222-4222-8222-222222222222'
const options = [
  { id: 'ch', label: 'Switzerland' },
  { id: 'de', label: 'Germany' },
]

/** A template that can be published and has one of everything to refer to. */
const sound: TemplateDocument = {
  title: 'Hire a person',
  emoji: '🧑‍💻',
  processName: 'Hire {{candidate}} ({{launch.date}})',
  kickoff: {
    instructions: 'For {{template.title}}, by {{launcher.name}}.',
    fields: [
      { id: 'candidate', type: 'short_text', label: 'Candidate', required: true, pattern: '\\p{L}.*', maxLength: 80 },
      { id: 'mail', type: 'email', label: 'Mail' },
      { id: 'land', type: 'dropdown', label: 'Country', options, default: 'ch' },
      { id: 'salary', type: 'currency', label: 'Salary', currency: 'CHF', min: 0 },
      { id: 'start', type: 'date', label: 'First day', earliest: '2026-01-01' },
      { id: 'boss', type: 'people', label: 'Manager', maxItems: 1 },
      { id: 'kit', type: 'table', label: 'Equipment', columns: [{ id: 'what', label: 'What', type: 'short_text' }] },
    ],
  },
  milestones: [{ id: 'before', title: 'Before the first day' }],
  steps: [
    {
      id: 'contract',
      type: 'task',
      title: 'Contract for {{candidate}}',
      milestone: 'before',
      assign: { field: 'boss' },
    },
    {
      id: 'approve',
      type: 'approval',
      title: 'Approve',
      after: ['contract'],
      whenRejected: 'continue',
      assign: { members: [ana], groups: [ben], completion: 'all' },
      deadline: { amount: 3, unit: 'days', direction: 'before', from: { field: 'start' } },
    },
    {
      id: 'read',
      type: 'expiring',
      title: 'Read',
      deadline: { amount: 1, unit: 'weeks', from: { completed: 'approve' } },
    },
    {
      id: 'welcome',
      type: 'email',
      title: 'Welcome',
      after: ['approve'],
      mail: {
        to: '{{mail}}, Office <office@example.org>',
        subject: 'Welcome',
        body: 'Dear {{candidate}}',
        send: 'automatically',
      },
    },
    {
      id: 'permit',
      type: 'task',
      title: 'Work permit',
      hidden: true,
      fields: [{ id: 'number', type: 'short_text', label: 'Number', required: true, hidden: true }],
    },
  ],
  rules: [
    { id: 'abroad', when: { field: 'land', is: 'is_not', value: 'ch' }, then: [{ show: { step: 'permit' } }] },
    { id: 'told', when: { step: 'approve', is: 'approved' }, then: [{ show: { field: 'number' } }] },
  ],
}
const known = { members: new Set([ana]), groups: new Set([ben]) }

test('a sound template has no findings', () => {
  expect(findingsOf(sound)).toEqual([])
  expect(findingsOf(sound, known)).toEqual([])
})

const withFields = (...fields: Partial<Field>[]): TemplateDocument => ({
  ...sound,
  steps: [
    ...sound.steps,
    {
      id: 'last',
      type: 'task',
      title: 'Last',
      fields: fields.map((one) => ({ id: 'it', type: 'short_text', label: 'It', ...one })),
    },
  ],
})
const withStep = (step: Partial<Step>, ...more: Step[]): TemplateDocument => ({
  ...sound,
  steps: [...sound.steps, { id: 'last', type: 'task', title: 'Last', ...step }, ...more],
})
const withRules = (...rules: Rule[]): TemplateDocument => ({ ...sound, rules: [...sound.rules!, ...rules] })
const when = (condition: Rule['when']): TemplateDocument =>
  withRules({ id: 'it', when: condition, then: [{ show: { step: 'permit' } }] })
const mail = { to: 'office@example.org', subject: 'Hello', body: '', send: 'by_hand' } as const
const days = (from: NonNullable<Step['deadline']>['from'], direction?: 'before') => ({
  amount: 2,
  unit: 'days' as const,
  from,
  direction,
})

type Case = [what: string, TemplateDocument, ...found: [path: string, code: TemplateFaultCode][]]

const names: Case[] = [
  ['a template without a title', { ...sound, title: ' ' }, ['/title', 'title_missing']],
  ['a template without steps', { title: 'T', steps: [] }, ['/steps', 'steps_missing']],
  ['a word as emoji', { ...sound, emoji: 'hi' }, ['/emoji', 'emoji_invalid']],
  ['two emoji', { ...sound, emoji: '🚀🚀' }, ['/emoji', 'emoji_invalid']],
  ['a digit as emoji', { ...sound, emoji: '1' }, ['/emoji', 'emoji_invalid']],
  ['an emoji without its colour mark', { ...sound, emoji: '✈' }],
  ['a flag', { ...sound, emoji: '🇨🇭' }],
  ['a step without a title', withStep({ title: '' }), ['/steps/5/title', 'title_missing']],
  [
    'a milestone without a title',
    { ...sound, milestones: [{ id: 'before', title: ' ' }] },
    ['/milestones/0/title', 'title_missing'],
  ],
  ['a field without a label', withFields({ label: ' ' }), ['/steps/5/fields/0/label', 'label_missing']],
  ['two steps with one id', withStep({ id: 'read' }), ['/steps/5/id', 'duplicate_id']],
  ['a step called as the kick-off form', withStep({ id: 'kickoff' }), ['/steps/5/id', 'reserved_id']],
  [
    'two fields of different forms with one id',
    withFields({ id: 'candidate' }),
    ['/steps/5/fields/0/id', 'duplicate_id'],
  ],
  ['two fields of one form with one id', withFields({}, {}), ['/steps/5/fields/1/id', 'duplicate_id']],
  [
    'two milestones with one id',
    { ...sound, milestones: [...sound.milestones!, { id: 'before', title: 'B' }] },
    ['/milestones/1/id', 'duplicate_id'],
  ],
  ['two rules with one id', withRules({ ...sound.rules![0]! }), ['/rules/2/id', 'duplicate_id']],
  [
    'two options with one id',
    withFields({ type: 'dropdown', options: [options[0]!, options[0]!] }),
    ['/steps/5/fields/0/options/1/id', 'duplicate_id'],
  ],
  [
    'two columns with one id',
    withFields({ type: 'table', columns: [1, 2].map(() => ({ id: 'c', label: 'C', type: 'date' })) }),
    ['/steps/5/fields/0/columns/1/id', 'duplicate_id'],
  ],
  ['two fields with the id of a step', withFields({ id: 'read' })],
]

const fields: Case[] = [
  ['a text with options', withFields({ options }), ['/steps/5/fields/0/options', 'setting_not_read']],
  [
    'a long text with a pattern',
    withFields({ type: 'long_text', pattern: 'a' }),
    ['/steps/5/fields/0/pattern', 'setting_not_read'],
  ],
  [
    'a currency with decimals',
    withFields({ type: 'currency', currency: 'CHF', decimals: 2 }),
    ['/steps/5/fields/0/decimals', 'setting_not_read'],
  ],
  [
    'a file with a default',
    withFields({ type: 'file', default: 'x' }),
    ['/steps/5/fields/0/default', 'setting_not_read'],
  ],
  ['min above max', withFields({ type: 'number', min: 2, max: 1 }), ['/steps/5/fields/0/min', 'min_above_max']],
  ['min at max', withFields({ type: 'number', min: 2, max: 2 })],
  [
    'a least length above the greatest',
    withFields({ minLength: 2, maxLength: 1 }),
    ['/steps/5/fields/0/minLength', 'min_above_max'],
  ],
  [
    'a first day after the last',
    withFields({ type: 'date', earliest: '2026-02-02', latest: '2026-02-01' }),
    ['/steps/5/fields/0/earliest', 'min_above_max'],
  ],
  [
    'a day that is not',
    withFields({ type: 'date', latest: '2026-02-29' }),
    ['/steps/5/fields/0/latest', 'date_invalid'],
  ],
  ['a pattern that is not understood', withFields({ pattern: '(a' }), ['/steps/5/fields/0/pattern', 'pattern_invalid']],
  ['a pattern that looks around', withFields({ pattern: '(?=a)a' }), ['/steps/5/fields/0/pattern', 'pattern_invalid']],
  [
    'a dropdown without options',
    withFields({ type: 'dropdown', options: [] }),
    ['/steps/5/fields/0/options', 'options_too_few'],
  ],
  [
    'a radio with one option',
    withFields({ type: 'radio', options: [options[0]!] }),
    ['/steps/5/fields/0/options', 'options_too_few'],
  ],
  ['a checklist without options', withFields({ type: 'checklist' }), ['/steps/5/fields/0/options', 'options_too_few']],
  [
    'an option without a label',
    withFields({ type: 'dropdown', options: [{ id: 'a', label: ' ' }] }),
    ['/steps/5/fields/0/options/0/label', 'label_missing'],
  ],
  [
    'a required option of a dropdown',
    withFields({ type: 'dropdown', options: [{ id: 'a', label: 'A', required: true }] }),
    ['/steps/5/fields/0/options/0/required', 'setting_not_read'],
  ],
  [
    'a currency field without a currency',
    withFields({ type: 'currency' }),
    ['/steps/5/fields/0/currency', 'currency_missing'],
  ],
  [
    'a currency that is not',
    withFields({ type: 'currency', currency: 'XQX' }),
    ['/steps/5/fields/0/currency', 'currency_unknown'],
  ],
  ['a table without columns', withFields({ type: 'table' }), ['/steps/5/fields/0/columns', 'columns_missing']],
  [
    'columns with faults of their own',
    withFields({
      type: 'table',
      columns: [
        { id: 'a', label: ' ', type: 'dropdown', min: 1 },
        { id: 'b', label: 'B', type: 'currency', min: 2, max: 1 },
      ],
    }),
    ['/steps/5/fields/0/columns/0/label', 'label_missing'],
    ['/steps/5/fields/0/columns/0/min', 'setting_not_read'],
    ['/steps/5/fields/0/columns/0/options', 'options_too_few'],
    ['/steps/5/fields/0/columns/1/min', 'min_above_max'],
    ['/steps/5/fields/0/columns/1/currency', 'currency_missing'],
  ],
  [
    'a default of another type',
    withFields({ type: 'number', default: 'ten' }),
    ['/steps/5/fields/0/default', 'default_refused'],
  ],
  [
    'a default out of range',
    withFields({ type: 'number', max: 5, default: 6 }),
    ['/steps/5/fields/0/default', 'default_refused'],
  ],
  [
    'a default that is no option',
    withFields({ type: 'radio', options, default: 'no' }),
    ['/steps/5/fields/0/default', 'default_refused'],
  ],
  [
    'a default that ticks some of what must be ticked',
    withFields({ type: 'checklist', options, must: 'all', default: ['ch'] }),
  ],
  [
    'a default of someone who left',
    withFields({ type: 'people', default: [ben] }),
    ['/steps/5/fields/0/default/0', 'unknown_member'],
  ],
]

const steps: Case[] = [
  ['waiting for a step that is not there', withStep({ after: ['read', 'gone'] }), ['/steps/5/after/1', 'unknown_step']],
  ['waiting for itself', withStep({ after: ['last'] }), ['/steps/5/after/0', 'depends_on_itself']],
  [
    'a circle of three',
    withStep(
      { after: ['m'] },
      { id: 'k', type: 'task', title: 'K', after: ['last'] },
      { id: 'm', type: 'task', title: 'M', after: ['k', 'read'] },
    ),
    ['/steps/5/after', 'dependency_circle'],
  ],
  ['a milestone that is not there', withStep({ milestone: 'gone' }), ['/steps/5/milestone', 'unknown_milestone']],
  [
    'assigned by a field that is not there',
    withStep({ assign: { field: 'gone' } }),
    ['/steps/5/assign/field', 'unknown_field'],
  ],
  ['assigned by a text', withStep({ assign: { field: 'candidate' } }), ['/steps/5/assign/field', 'field_not_people']],
  [
    'assigned by its own form',
    withStep({ assign: { field: 'who' }, fields: [{ id: 'who', type: 'people', label: 'Who' }] }),
    ['/steps/5/assign/field', 'field_of_same_step'],
  ],
  [
    'assigned to a stranger and a group that is not there',
    withStep({ assign: { members: [ana, ben], groups: [ana] } }),
    ['/steps/5/assign/members/1', 'unknown_member'],
    ['/steps/5/assign/groups/0', 'unknown_group'],
  ],
  ['expiring without a deadline', withStep({ type: 'expiring' }), ['/steps/5/deadline', 'expiring_without_deadline']],
  [
    'a deadline from a field that is not there',
    withStep({ deadline: days({ field: 'gone' }) }),
    ['/steps/5/deadline/from/field', 'unknown_field'],
  ],
  [
    'a deadline from a text',
    withStep({ deadline: days({ field: 'candidate' }) }),
    ['/steps/5/deadline/from/field', 'field_not_date'],
  ],
  [
    'a deadline from a step that is not there',
    withStep({ deadline: days({ completed: 'gone' }) }),
    ['/steps/5/deadline/from/completed', 'unknown_step'],
  ],
  [
    'a deadline from its own completion',
    withStep({ deadline: days({ completed: 'last' }) }),
    ['/steps/5/deadline/from/completed', 'deadline_on_itself'],
  ],
  [
    'a deadline from its own form',
    withStep({ deadline: days({ field: 'day' }), fields: [{ id: 'day', type: 'date', label: 'Day' }] }),
    ['/steps/5/deadline/from/field', 'deadline_on_itself'],
  ],
  [
    'a deadline before launch',
    withStep({ deadline: days({ launch: true }, 'before') }),
    ['/steps/5/deadline/direction', 'deadline_in_the_past'],
  ],
  ['whenRejected of a task', withStep({ whenRejected: 'stop' }), ['/steps/5/whenRejected', 'setting_not_read']],
  ['mail of a task', withStep({ mail }), ['/steps/5/mail', 'setting_not_read']],
  ['an e-mail step without mail', withStep({ type: 'email' }), ['/steps/5/mail', 'mail_missing']],
  [
    'a mail to nobody about nothing',
    withStep({ type: 'email', mail: { ...mail, to: ' ', subject: '' } }),
    ['/steps/5/mail/subject', 'mail_subject_missing'],
    ['/steps/5/mail/to', 'mail_recipient_missing'],
  ],
  [
    'a mail to what is no address',
    withStep({ type: 'email', mail: { ...mail, to: 'office', cc: '{{salary}}, {{launcher.name}}' } }),
    ['/steps/5/mail/to', 'mail_address_invalid'],
    ['/steps/5/mail/cc', 'mail_address_invalid'],
    ['/steps/5/mail/cc', 'mail_address_invalid'],
  ],
  [
    'an e-mail step with a form',
    withStep({ type: 'email', mail, fields: [{ id: 'it', type: 'date', label: 'It' }] }),
    ['/steps/5/fields', 'fields_on_email_step'],
  ],
]

const texts: Case[] = [
  ['an unknown variable in a title', withStep({ title: 'Pay {{amount}}' }), ['/steps/5/title', 'unknown_variable']],
  [
    'unknown variables in instructions',
    withStep({ instructions: '{{step.gone.outcome}} {{process.age}}' }),
    ['/steps/5/instructions', 'unknown_variable'],
    ['/steps/5/instructions', 'unknown_variable'],
  ],
  [
    'an unknown variable in a mail',
    withStep({ type: 'email', mail: { ...mail, body: '{{ gone | x }}' } }),
    ['/steps/5/mail/body', 'unknown_variable'],
  ],
  ['what is meant to stay', withStep({ instructions: 'Write \\{{name}}. {{ step.approve.completed_by | nobody }}' })],
  [
    'a name that needs what comes later',
    { ...sound, processName: '{{process.name}} {{number}} {{step.read.outcome}}' },
    ['/processName', 'variable_not_known_at_launch'],
    ['/processName', 'variable_not_known_at_launch'],
    ['/processName', 'variable_not_known_at_launch'],
  ],
]

const rules: Case[] = [
  [
    'a field that is not there',
    when({ all: [{ field: 'gone', is: 'is_empty' }] }),
    ['/rules/2/when/all/0/field', 'unknown_field'],
  ],
  [
    'a step that is not there',
    when({ any: [{ all: [{ step: 'gone', is: 'done' }] }] }),
    ['/rules/2/when/any/0/all/0/step', 'unknown_step'],
  ],
  [
    'an outcome that the step cannot have',
    when({ step: 'contract', is: 'approved' }),
    ['/rules/2/when/is', 'outcome_does_not_fit'],
  ],
  [
    'an operator that does not fit',
    when({ field: 'land', is: 'greater_than', value: 1 }),
    ['/rules/2/when/is', 'operator_does_not_fit'],
  ],
  ['no value', when({ field: 'land', is: 'is' }), ['/rules/2/when/value', 'value_missing']],
  ['a value too many', when({ field: 'land', is: 'is_empty', value: 'ch' }), ['/rules/2/when/value', 'value_not_used']],
  [
    'a value for a list',
    when({ field: 'land', is: 'is_any_of', value: 'ch' }),
    ['/rules/2/when/value', 'value_does_not_fit'],
  ],
  [
    'an option that is not there',
    when({ field: 'land', is: 'is', value: 'Germany' }),
    ['/rules/2/when/value', 'unknown_option'],
  ],
  [
    'one of the options is not there',
    when({ field: 'land', is: 'is_any_of', value: ['de', 'no'] }),
    ['/rules/2/when/value/1', 'unknown_option'],
  ],
  [
    'a text for an amount',
    when({ field: 'salary', is: 'at_least', value: '1' }),
    ['/rules/2/when/value', 'value_does_not_fit'],
  ],
  [
    'a day that is not',
    when({ field: 'start', is: 'before', value: '2026-13-01' }),
    ['/rules/2/when/value', 'value_does_not_fit'],
  ],
  ['a stranger', when({ field: 'boss', is: 'contains', value: ben }), ['/rules/2/when/value', 'unknown_member']],
  [
    'a column that is not there',
    when({ field: 'kit', column: 'gone', is: 'is_empty' }),
    ['/rules/2/when/column', 'unknown_column'],
  ],
  [
    'a column of a text',
    when({ field: 'candidate', column: 'what', is: 'is_empty' }),
    ['/rules/2/when/column', 'column_not_read'],
  ],
  [
    'a whole table compared as a text',
    when({ field: 'kit', is: 'contains', value: 'x' }),
    ['/rules/2/when/is', 'operator_does_not_fit'],
  ],
  [
    'actions on what is not there',
    withRules({
      id: 'it',
      when: { field: 'land', is: 'is_empty' },
      then: [{ show: { step: 'gone' } }, { hide: { field: 'gone' } }],
    }),
    ['/rules/2/then/0/show/step', 'unknown_step'],
    ['/rules/2/then/1/hide/field', 'unknown_field'],
  ],
  [
    'a rule that asks about what it hides',
    withRules({
      id: 'it',
      when: { field: 'land', is: 'is_empty' },
      then: [{ hide: { step: 'read' } }, { hide: { field: 'land' } }],
    }),
    ['/rules/2/then/1/hide/field', 'rule_needs_its_target'],
  ],
  [
    'a rule that asks about the form of the step that it hides',
    withRules({ id: 'it', when: { field: 'number', is: 'is_empty' }, then: [{ hide: { step: 'permit' } }] }),
    ['/rules/2/then/0/hide/step', 'rule_needs_its_target'],
  ],
  [
    'two rules that need one another',
    withRules(
      { id: 'one', when: { field: 'mail', is: 'is_empty' }, then: [{ hide: { field: 'salary' } }] },
      { id: 'two', when: { field: 'salary', is: 'is_empty' }, then: [{ show: { field: 'mail' } }] },
    ),
    ['/rules/2', 'rule_circle'],
  ],
]

const reach: Case[] = [
  ['a hidden step that nothing shows', withStep({ hidden: true }), ['/steps/5/hidden', 'hidden_for_ever']],
  ['an optional step that nothing shows', withStep({ hidden: true, optional: true })],
  [
    'a required field that nothing shows',
    withFields({ required: true, hidden: true }),
    ['/steps/5/fields/0/hidden', 'hidden_for_ever'],
  ],
  [
    'a checklist with a box to tick that nothing shows',
    withFields({ type: 'checklist', must: 'all', options, hidden: true }),
    ['/steps/5/fields/0/hidden', 'hidden_for_ever'],
  ],
  ['a field that nothing shows and nobody needs', withFields({ hidden: true })],
  [
    'a required field in an optional step that nothing shows',
    withStep({ hidden: true, optional: true, fields: [{ id: 'it', type: 'date', label: 'It', required: true }] }),
    ['/steps/5/fields/0', 'hidden_for_ever'],
  ],
  [
    'a step with a required field that nothing shows: said once',
    withStep({ hidden: true, fields: [{ id: 'it', type: 'date', label: 'It', required: true }] }),
    ['/steps/5/hidden', 'hidden_for_ever'],
  ],
  [
    'a step that only an answer shows which nobody can give',
    {
      ...withFields({ hidden: true }),
      rules: [
        ...sound.rules!,
        { id: 'it', when: { field: 'it', is: 'is', value: 'x' }, then: [{ show: { step: 'read' } }] },
      ],
    },
    ['/steps/2', 'hidden_for_ever'],
  ],
  [
    'a step that the lack of such an answer shows',
    {
      ...withFields({ hidden: true }),
      rules: [
        ...sound.rules!,
        { id: 'it', when: { field: 'it', is: 'is_not', value: 'x' }, then: [{ show: { step: 'read' } }] },
      ],
    },
  ],
  [
    'a step that the lack of such an answer hides',
    {
      ...withFields({ hidden: true }),
      rules: [...sound.rules!, { id: 'it', when: { field: 'it', is: 'is_empty' }, then: [{ hide: { step: 'read' } }] }],
    },
    ['/steps/2', 'hidden_for_ever'],
  ],
  [
    'a chain that begins with such a step',
    {
      ...withStep({ hidden: true, optional: true }),
      rules: [
        ...sound.rules!,
        { id: 'one', when: { step: 'last', is: 'done' }, then: [{ show: { step: 'contract' } }] },
        {
          id: 'two',
          when: {
            all: [
              { step: 'contract', is: 'completed' },
              { field: 'land', is: 'is_not_empty' },
            ],
          },
          then: [{ show: { step: 'read' } }],
        },
      ],
    },
    ['/steps/0', 'hidden_for_ever'],
    ['/steps/2', 'hidden_for_ever'],
  ],
]

describe.each(Object.entries({ names, fields, steps, texts, rules, reach }))('%s', (_, cases) => {
  test.each(cases.map(([what, document, ...found]) => ({ what, document, found })))('$what', ({ document, found }) => {
    const findings = findingsOf(document, known)
    expect(findings.map(({ path, code }) => [path, code])).toEqual(found)
    for (const { message } of findings) expect(message).toMatch(/^[A-Z“{\\][\s\S]*[.]$/)
  })
})

test('every kind of finding is tried here', () => {
  const tried = new Set(
    [names, fields, steps, texts, rules, reach]
      .flat(2)
      .filter((part) => Array.isArray(part))
      .map(([, code]) => code),
  )
  expect(templateFaultCodes.filter((code) => !tried.has(code))).toEqual([])
})

test('a circle is named by the titles on its way', () => {
  const document = withStep({ after: ['k'] }, { id: 'k', type: 'task', title: 'Pay', after: ['last'] })
  expect(findingsOf(document)[0]?.message).toBe(
    'These steps wait for one another in a circle: “Last” waits for “Pay” waits for “Last”.',
  )
})

test('all faults are told at once, in the order of the document', () => {
  const document: TemplateDocument = {
    title: '',
    steps: [
      { id: 'a', type: 'email', title: '' },
      {
        id: 'b',
        type: 'task',
        title: 'B',
        after: ['z'],
        fields: [{ id: 'it', type: 'dropdown', label: 'It', required: true, hidden: true }],
      },
    ],
    rules: [{ id: 'r', when: { field: 'gone', is: 'is_empty' }, then: [{ hide: { step: 'z' } }] }],
  }
  expect(findingsOf(document).map(({ path }) => path)).toEqual([
    '/title',
    '/steps/0/title',
    '/steps/0/mail',
    '/steps/1/fields/0/options',
    '/steps/1/after/0',
    '/steps/1/fields/0/hidden',
    '/rules/0/when/field',
    '/rules/0/then/0/hide/step',
  ])
})

test('people and groups are looked up only when it is known who there is', () => {
  expect(findingsOf(withStep({ assign: { members: [ben], groups: [ana] } }))).toEqual([])
})

test.each(fieldTypes)('a %s field takes each setting that it reads, and no other', (type: FieldType) => {
  const values: Partial<Field> = {
    placeholder: 'x',
    minLength: 1,
    maxLength: 9,
    pattern: 'a',
    patternHint: 'an a',
    min: 1,
    max: 2,
    decimals: 2,
    currency: 'CHF',
    earliest: '2026-01-01',
    latest: '2026-12-31',
    options,
    must: 'one',
    maxItems: 2,
    maxSizeMb: 5,
    columns: [{ id: 'c', label: 'C', type: 'date' }],
    minRows: 1,
    maxRows: 2,
  }
  const unread = findingsOf(withFields({ type, ...values })).filter(({ code }) => code === 'setting_not_read')
  const read: string[] = Object.keys(values).filter((key) => !unread.some(({ path }) => path.endsWith(`/${key}`)))
  expect([...read, 'default'].sort()).toEqual([...new Set([...settingsOf(type), 'default'])].sort())
})
