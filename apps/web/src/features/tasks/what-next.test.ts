import { compileTemplate, evolve, launch, type MemberActor, type Process, type TemplateDocument } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { whatNext } from './what-next.ts'

const [ana, tom] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b']
const actor: MemberActor = { kind: 'member', orgId: 'org', id: ana, role: 'member', groups: [] }
const context = { now: '2026-11-22T20:00:00.000Z', timeZone: 'Europe/Zurich' }

function launched(steps: TemplateDocument['steps'], rules: TemplateDocument['rules'] = []) {
  const definition = compileTemplate({ title: 'Invoice', steps, rules })
  const events = launch(definition, { processId: 'p', templateId: 't', templateVersion: 1, by: actor }, context)
  const process = events.reduce<Process | undefined>((state, event) => evolve(state, event, 'p'), undefined)!
  const next = (taskId: string, outcome: 'completed' | 'approved' | 'rejected', answers = {}) =>
    whatNext(definition, process, {
      task: process.tasks.find(({ id }) => id === taskId)!,
      outcome,
      answers,
      actor,
      ...context,
    })
  return { process, next }
}

describe('what follows is worked out before it is done', () => {
  test('the next step, its people and its deadline', () => {
    const { next } = launched([
      { id: 'check', type: 'task', title: 'Check' },
      {
        id: 'pay',
        type: 'task',
        title: 'Pay',
        after: ['check'],
        assign: { members: [tom] },
        deadline: { amount: 2, unit: 'days', from: { opened: true } },
      },
    ])
    const { opens } = next('check', 'completed')
    expect(opens).toMatchObject([{ id: 'pay', assignees: { people: [tom] }, dueAt: '2026-11-24T20:00:00.000Z' }])
  })

  test('the form as it is typed decides, complete or not', () => {
    const { next } = launched(
      [
        {
          id: 'check',
          type: 'task',
          title: 'Check',
          fields: [
            { id: 'amount', type: 'number', label: 'Amount' },
            { id: 'why', type: 'short_text', label: 'Why', required: true },
          ],
        },
        { id: 'legal', type: 'task', title: 'Legal', after: ['check'], hidden: true },
      ],
      [{ id: 'r', when: { field: 'amount', is: 'greater_than', value: 100 }, then: [{ show: { step: 'legal' } }] }],
    )
    expect(next('check', 'completed', { amount: 500 }).opens).toMatchObject([{ id: 'legal' }])
    expect(next('check', 'completed', { amount: 5 })).toMatchObject({ opens: [], finishes: true })
  })

  test('a rejection stops what waits for it', () => {
    const { next } = launched([
      { id: 'approve', type: 'approval', title: 'Approve' },
      { id: 'pay', type: 'task', title: 'Pay', after: ['approve'] },
    ])
    expect(next('approve', 'rejected')).toMatchObject({ opens: [], stops: [{ id: 'pay' }], finishes: true })
    expect(next('approve', 'approved')).toMatchObject({ opens: [{ id: 'pay' }], stops: [] })
  })

  test('where all must do it, nothing follows before the last', () => {
    const { next } = launched([
      { id: 'read', type: 'task', title: 'Read', assign: { members: [ana, tom], completion: 'all' } },
    ])
    expect(next('read', 'completed')).toMatchObject({ opens: [], missing: [tom], finishes: false })
  })

  test('looking ahead changes nothing', () => {
    const { process, next } = launched([{ id: 'check', type: 'task', title: 'Check' }])
    const before = structuredClone(process)
    next('check', 'completed')
    expect(process).toEqual(before)
  })
})
