import { type TemplateDocument, UserError } from '@baton/engine'
import { expect, test } from 'vitest'
import { act, advance, launchSimulation, replay, startSimulation } from './simulator.ts'

const trial = {
  timeZone: 'Europe/Zurich',
  locale: 'en',
  personId: '00000000-0000-7000-8000-00000000000a',
  orgId: '00000000-0000-7000-8000-00000000000b',
  personName: () => 'Ana',
}
const noon = '2026-11-23T11:00:00.000Z'
const day = 86_400_000

const invoice: TemplateDocument = {
  title: 'Pay an invoice',
  kickoff: { fields: [{ id: 'amount', type: 'number', label: 'Amount', required: true }] },
  steps: [
    { id: 'approve', type: 'approval', title: 'Approve' },
    {
      id: 'notice',
      type: 'expiring',
      title: 'Read the notice',
      deadline: { amount: 2, unit: 'days', from: { launch: true } },
    },
    { id: 'legal', type: 'task', title: 'Legal review' },
    { id: 'pay', type: 'task', title: 'Pay', after: ['approve', 'notice'] },
  ],
  rules: [
    { id: 'big', when: { field: 'amount', is: 'greater_than', value: 1000 }, then: [{ show: { step: 'legal' } }] },
  ],
}
const launched = (amount: number) => launchSimulation(startSimulation(invoice, noon), { amount }, trial)
const statuses = ({ process }: ReturnType<typeof launched>) =>
  Object.fromEntries(process!.tasks.map(({ id, status }) => [id, status]))

test('rules decide on the steps of a trial as they do in earnest', () => {
  expect(statuses(launched(10)).legal).toBe('skipped')
  expect(statuses(launched(5000)).legal).toBe('open')
})

test('a kick-off form that is not complete is refused', () => {
  expect(() => launchSimulation(startSimulation(invoice, noon), {}, trial)).toThrow(UserError)
})

test('when the clock passes a deadline, the step completes itself at its time', () => {
  const approved = act(launched(10), { type: 'complete', taskId: 'approve', outcome: 'approved' }, trial)
  expect(statuses(approved).pay).toBe('waiting')
  expect(statuses(advance(approved, day, trial)).notice).toBe('open')
  const later = advance(approved, 3 * day, trial)
  expect(statuses(later)).toMatchObject({ notice: 'completed', pay: 'open' })
  expect(later.process!.tasks.find(({ id }) => id === 'notice')!.completedAt).toBe('2026-11-25T11:00:00.000Z')
  expect(later.now).toBe('2026-11-26T11:00:00.000Z')
})

test('a changed draft is tried again with what was done so far', () => {
  const approved = advance(
    act(launched(10), { type: 'complete', taskId: 'approve', outcome: 'approved' }, trial),
    day,
    trial,
  )
  const changed: TemplateDocument = {
    ...invoice,
    steps: invoice.steps.map((step) => (step.id === 'pay' ? { ...step, after: ['approve'] } : step)),
  }
  const again = replay(approved, changed, trial)!
  expect(statuses(again)).toMatchObject({ approve: 'completed', pay: 'open', notice: 'open' })
  expect(again.now).toBe(approved.now)
})

test('a draft whose kick-off form no longer takes the answers starts over', () => {
  const asking = {
    ...invoice,
    kickoff: {
      fields: [...invoice.kickoff!.fields, { id: 'iban', type: 'short_text' as const, label: 'IBAN', required: true }],
    },
  }
  expect(replay(launched(10), asking, trial)).toBeUndefined()
})
