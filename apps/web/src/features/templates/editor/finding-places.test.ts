import type { Finding, TemplateDocument } from '@baton/engine'
import { expect, test } from 'vitest'
import { placeOf } from './finding-places.ts'

const document: TemplateDocument = {
  title: 'T',
  kickoff: { fields: [{ id: 'amount', type: 'number', label: 'Amount' }] },
  milestones: [{ id: 'm', title: '' }],
  steps: [{ id: 'a', type: 'task', title: 'A', fields: [{ id: 'note', type: 'short_text', label: 'Note' }] }],
  rules: [
    { id: 'r1', when: { field: 'amount', is: 'is_empty' }, then: [{ show: { field: 'note' } }] },
    { id: 'r2', when: { field: 'amount', is: 'is_empty' }, then: [{ show: { step: 'gone' } }] },
    { id: 'r3', when: { field: 'lost', is: 'is_empty' }, then: [{ show: { step: 'gone' } }] },
  ],
}

test.each([
  ['/title', { selection: { at: 'template' } }],
  ['/processName', { selection: { at: 'template' } }],
  ['/kickoff/fields/0/min', { selection: { at: 'kickoff', field: 'amount' } }],
  ['/kickoff/instructions', { selection: { at: 'kickoff' } }],
  ['/milestones/0/title', { selection: { at: 'milestone', milestone: 'm' } }],
  ['/steps/0/title', { selection: { at: 'step', step: 'a' } }],
  ['/steps/0/after/1', { selection: { at: 'step', step: 'a' }, tab: 'when' }],
  ['/steps/0/assign/members/0', { selection: { at: 'step', step: 'a' }, tab: 'who' }],
  ['/steps/0/fields/0/options/2/label', { selection: { at: 'step', step: 'a', field: 'note' }, tab: 'form' }],
  ['/steps/7/title', { selection: { at: 'template' } }],
  ['/rules/0/when/field', { selection: { at: 'step', step: 'a' }, tab: 'rules', rule: 'r1' }],
  ['/rules/1/then/0/show/step', { selection: { at: 'kickoff' }, tab: 'rules', rule: 'r2' }],
  ['/rules/2/when/field', { selection: { at: 'template' }, rule: 'r3' }],
])('a finding at %s is put right there', (path, wanted) => {
  const finding: Finding = { path, code: 'x', message: 'x' }
  expect(placeOf(finding, document)).toEqual(wanted)
})
