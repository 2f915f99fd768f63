import { describe, expect, test } from 'vitest'
import { compileTemplate } from '../template/definition.ts'
import { stepOrOneOff } from './describe.ts'
import { formOf, kickoffFormOf } from './form.ts'
import { completes, field, given, refusalOf, showWhen, step, template } from './testing.ts'

const fields = [
  field('more', { default: 'no' }),
  field('why', { hidden: true, required: true }),
  field('size', { type: 'number' }),
]
const document = template([step('a', { fields, instructions: 'Look', milestone: 'm' }), step('b', { after: ['a'] })], {
  rules: [showWhen(['more', 'yes'], { field: 'why' })],
  kickoff: { fields: [field('nr', { required: true }), field('how', { default: 'fast' })] },
})
const launched = () => given({ ...document, kickoff: undefined })

describe('The form of a task', () => {
  test('begins with its defaults', () => {
    const { definition, process } = launched()
    expect(formOf(definition, process, 'a')).toEqual([
      { field: fields[0], visible: true, required: false, answer: 'no' },
      { field: fields[1], visible: false, required: false },
      { field: fields[2], visible: true, required: false },
    ])
  })

  test('shows at once what is asked for by what is typed', () => {
    const { definition, process } = launched()
    const typed = formOf(definition, process, 'a', { more: 'yes', size: 'three' as never })
    expect(typed.map(({ visible, required, answer }) => [visible, required, answer])).toEqual([
      [true, false, 'yes'],
      [true, true, undefined],
      [true, false, undefined],
    ])
  })

  test('holds the draft, and what is typed since over it', () => {
    const { definition, process } = given(
      { ...document, kickoff: undefined },
      { type: 'saveDraft', taskId: 'a', answers: { more: 'yes', why: 'x' } },
    )
    const answers = (draft?: Record<string, string | null>) =>
      formOf(definition, process, 'a', draft).map(({ answer }) => answer)
    expect(answers()).toEqual(['yes', 'x', undefined])
    expect(answers({ why: null })).toEqual(['yes', undefined, undefined])
  })

  test('of a completed or reopened task holds its answers and no defaults', () => {
    const done = given({ ...document, kickoff: undefined }, completes('a', { more: null, size: 3 }))
    expect(formOf(done.definition, done.process, 'a').map(({ answer }) => answer)).toEqual([undefined, undefined, 3])
    expect(refusalOf(() => formOf(done.definition, done.process, 'nowhere')).code).toBe('task_not_found')
  })

  test('of a one-off task is its own', () => {
    const own = field('bob', { required: true })
    const task = { type: 'task' as const, title: 'Ask Bob', fields: [own, field('never', { hidden: true })] }
    const added = given(
      { ...document, kickoff: undefined },
      { type: 'addTask', taskId: 'x', task, assignees: { people: [], groups: [] } },
    )
    const [first, second] = formOf(added.definition, added.process, 'x', { bob: 'says' })
    expect(first).toEqual({ field: own, visible: true, required: true, answer: 'says' })
    expect(second?.visible).toBe(false)
    expect(stepOrOneOff(added.definition, added.task('x'))).toEqual({
      ...task,
      optional: false,
      instructions: undefined,
    })
    expect(stepOrOneOff(added.definition, added.task('a'))).toMatchObject({
      title: 'a',
      type: 'task',
      instructions: 'Look',
      milestone: 'm',
      optional: false,
    })
  })
})

describe('The kick-off form', () => {
  test('has its defaults before launch, and its answers after', () => {
    const definition = compileTemplate(document)
    expect(kickoffFormOf(definition, undefined, { nr: '7' }).map(({ answer, required }) => [answer, required])).toEqual(
      [
        ['7', true],
        ['fast', false],
      ],
    )
    const { process } = launched()
    expect(kickoffFormOf(definition, { ...process, answers: { nr: '8' } }).map(({ answer }) => answer)).toEqual([
      '8',
      undefined,
    ])
  })
})
