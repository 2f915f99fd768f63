import type { TemplateDocument } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { setStepOrder, stepOrderOf } from './chain.ts'
import { stretchesOf } from './outline.ts'
import { pastedLines } from './pasted-list.ts'
import {
  beginMilestone,
  duplicateStep,
  insertStep,
  moveMilestone,
  moveOverMilestone,
  moveStep,
  moveToMilestone,
  pasteSteps,
  removeMilestone,
  removeStep,
  stepToMilestone,
} from './step-operations.ts'

/** A document from a picture: `# id` begins a milestone, every other word is a step. */
const outline = (picture: string): TemplateDocument => {
  const document: TemplateDocument = { title: 'T', steps: [] }
  let milestone: string | undefined
  for (const word of picture.split(' ').filter(Boolean)) {
    if (word.startsWith('#')) {
      milestone = word.slice(1)
      document.milestones = [...(document.milestones ?? []), { id: milestone, title: milestone }]
    } else document.steps.push({ id: word, type: 'task', title: word, ...(milestone ? { milestone } : {}) })
  }
  return document
}
const picture = (document: TemplateDocument) =>
  stretchesOf(document)
    .flatMap(({ milestone, steps }) => [...(milestone ? [`#${milestone.id}`] : []), ...steps.map(({ id }) => id)])
    .join(' ')
const step = (id: string) => ({ id, type: 'task' as const, title: id })

describe('the outline', () => {
  test.each([
    ['inserts after a step', 'a b', (d: TemplateDocument) => insertStep(d, step('x'), 'a'), 'a x b'],
    ['inserts before a step', 'a b', (d: TemplateDocument) => insertStep(d, step('x'), 'b', 'before'), 'a x b'],
    ['inserts at the end by default', '#m a', (d: TemplateDocument) => insertStep(d, step('x')), '#m a x'],
    [
      'a new step joins the milestone it stands in',
      '#m a #n b',
      (d: TemplateDocument) => insertStep(d, step('x'), 'a'),
      '#m a x #n b',
    ],
    ['moves up', 'a b c', (d: TemplateDocument) => moveStep(d, 'c', 'up'), 'a c b'],
    ['moves down', 'a b c', (d: TemplateDocument) => moveStep(d, 'a', 'down'), 'b a c'],
    ['stops at the top', 'a b', (d: TemplateDocument) => moveStep(d, 'a', 'up'), 'a b'],
    ['stops at the bottom', 'a b', (d: TemplateDocument) => moveStep(d, 'b', 'down'), 'a b'],
    [
      'moves over the edge into the milestone above',
      '#m a #n b',
      (d: TemplateDocument) => moveStep(d, 'b', 'up'),
      '#m a b #n',
    ],
    [
      'moves over the edge into the milestone below',
      'a #m b',
      (d: TemplateDocument) => moveStep(d, 'a', 'down'),
      '#m a b',
    ],
    ['moves out above the first milestone', '#m a', (d: TemplateDocument) => moveStep(d, 'a', 'up'), 'a #m'],
    [
      'moves to the next milestone',
      '#m a b #n c',
      (d: TemplateDocument) => moveOverMilestone(d, 'a', 'down'),
      '#m b #n a c',
    ],
    ['moves to a milestone by name', 'a #m b', (d: TemplateDocument) => moveToMilestone(d, 'a', 'm'), '#m b a'],
    [
      'takes a step out of its milestone',
      '#m a b',
      (d: TemplateDocument) => moveToMilestone(d, 'b', undefined),
      'b #m a',
    ],
    ['begins a milestone below a step', 'a b c', (d: TemplateDocument) => beginMilestone(d, 'a', 'm', 'M'), 'a #m b c'],
    ['makes a milestone of a step', 'a b c', (d: TemplateDocument) => stepToMilestone(d, 'b', 'b').document, 'a #b c'],
    [
      'removes a milestone and keeps its steps',
      'a #m b #n c',
      (d: TemplateDocument) => removeMilestone(d, 'n'),
      'a #m b c',
    ],
    [
      'moves a milestone with its steps',
      '#m a #n b',
      (d: TemplateDocument) => moveMilestone(d, 'n', 'up'),
      '#n b #m a',
    ],
    [
      'the first milestone cannot move above the loose steps',
      'x #m a',
      (d: TemplateDocument) => moveMilestone(d, 'm', 'up'),
      'x #m a',
    ],
    ['duplicates below', 'a b', (d: TemplateDocument) => duplicateStep(d, 'a').document, 'a a_2 b'],
    ['removes', 'a b c', (d: TemplateDocument) => removeStep(d, 'b'), 'a c'],
    ['a step that is not there changes nothing', 'a', (d: TemplateDocument) => removeStep(d, 'zz'), 'a'],
  ])('%s', (_, before, change, wanted) => {
    const document = outline(before)
    const copy = structuredClone(document)
    expect(picture(change(document))).toBe(wanted)
    expect(document).toEqual(copy)
  })

  test('steps that stand apart in the file are shown together by milestone', () => {
    const document = outline('#m a #n b')
    document.steps.push({ ...step('c'), milestone: 'm' })
    expect(picture(document)).toBe('#m a c #n b')
    expect(moveStep(document, 'c', 'up').steps.map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })
})

describe('steps that wait for each other', () => {
  const chain = (picture: string) => setStepOrder(outline(picture), 'one_by_one')
  const afters = ({ steps }: TemplateDocument) =>
    Object.fromEntries(steps.map(({ id, after = [] }) => [id, after.join()]))

  test.each([
    [
      'a new step takes its place in the row',
      (d: TemplateDocument) => insertStep(d, step('x'), 'a'),
      { a: '', x: 'a', b: 'x', c: 'b' },
    ],
    [
      'a moved step waits for the one above it',
      (d: TemplateDocument) => moveStep(d, 'c', 'up'),
      { a: '', c: 'a', b: 'c' },
    ],
    ['a removed step leaves no gap', (d: TemplateDocument) => removeStep(d, 'b'), { a: '', c: 'a' }],
  ])('one after another: %s', (_, change, wanted) => {
    expect(afters(change(chain('a b c')))).toEqual(wanted)
  })

  test('in an order of its own, who waited for a removed step waits for what it waited for', () => {
    const document = outline('a b c d')
    document.steps[2]!.after = ['a', 'b']
    document.steps[3]!.after = ['c']
    expect(stepOrderOf(document)).toBe('own')
    expect(afters(removeStep(document, 'c'))).toEqual({ a: '', b: '', d: 'a,b' })
  })

  test('at once: nothing waits, and moving adds nothing', () => {
    expect(stepOrderOf(outline('a b'))).toBe('at_once')
    expect(afters(moveStep(outline('a b'), 'b', 'up'))).toEqual({ b: '', a: '' })
  })
})

describe('removing and copying', () => {
  const document: TemplateDocument = {
    ...outline('a b'),
    rules: [
      { id: 'r1', when: { step: 'b', is: 'done' }, then: [{ show: { step: 'a' } }] },
      {
        id: 'r2',
        when: { field: 'amount', is: 'is_not_empty' },
        then: [{ show: { step: 'a' } }, { hide: { step: 'b' } }],
      },
      { id: 'r3', when: { step: 'a', is: 'done' }, then: [{ show: { step: 'b' } }] },
    ],
  }
  document.steps[0]!.fields = [{ id: 'amount', type: 'number', label: 'Amount' }]

  test('actions on a removed step go, conditions that read it stay to be seen', () => {
    expect(removeStep(document, 'a').rules).toEqual([
      { id: 'r2', when: { field: 'amount', is: 'is_not_empty' }, then: [{ hide: { step: 'b' } }] },
      { id: 'r3', when: { step: 'a', is: 'done' }, then: [{ show: { step: 'b' } }] },
    ])
  })

  test('a copy has fields of its own', () => {
    const { document: copied, id } = duplicateStep(document, 'a')
    expect(id).toBe('a_2')
    expect(copied.steps.find((one) => one.id === id)!.fields).toEqual([
      { id: 'amount_2', type: 'number', label: 'Amount' },
    ])
  })
})

describe('pasting a list', () => {
  test('each line becomes a step, its bullet, number or box taken off', () => {
    expect(pastedLines('- Call\n2. Write\n  * [x] Sign\n\n☐ File it\nA. B.\n- [ ] Check\r\n(3) Go')).toEqual(
      ['Call', 'Write', 'Sign', 'File it', 'A. B.', 'Check', 'Go'].map((title) => ({ kind: 'step', title })),
    )
  })

  test('emphasis and links give their words', () => {
    expect(pastedLines('- Check the **certificates** in [the vault](https://x.example) with `sum`')[0]!.title).toBe(
      'Check the certificates in the vault with sum',
    )
  })

  test('a step that begins with a number or a dash within a word stays whole', () => {
    expect(pastedLines('3 copies\n-5 degrees\n2026 report').map(({ title }) => title)).toEqual([
      '3 copies',
      '-5 degrees',
      '2026 report',
    ])
  })

  test('an empty step takes the first line, the rest stand below it', () => {
    const document = outline('a b')
    document.steps[0]!.title = ''
    const { document: pasted, id } = pasteSteps(document, pastedLines('One\nTwo'), 'a')
    expect(pasted.steps.map((one) => [one.id, one.title])).toEqual([
      ['a', 'One'],
      ['two', 'Two'],
      ['b', 'b'],
    ])
    expect(id).toBe('two')
  })

  test('headings begin milestones, which take what stood below', () => {
    const { document: pasted } = pasteSteps(outline('a z'), pastedLines('b\n# M\nc\n# N\nd'), 'a')
    expect(picture(pasted)).toBe('a b #m c #n d z')
  })

  test('an empty step that a heading is pasted into goes', () => {
    const document = outline('a b')
    document.steps[0]!.title = ''
    expect(picture(pasteSteps(document, pastedLines('# M\nc'), 'a').document)).toBe('#m c b')
  })

  test('two lines of the same words stay two steps', () => {
    expect(picture(pasteSteps(outline('a'), pastedLines('Call\nCall'), 'a').document)).toBe('a call call_2')
  })
})
