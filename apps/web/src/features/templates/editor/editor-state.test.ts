import type { TemplateDocument } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { changeStep, insertStep, newStepId } from './document/step-operations.ts'
import { type EditorAction, editorReducer, type EditorState, startEditor } from './editor-state.ts'

const hire: TemplateDocument = { title: 'Hire', steps: [{ id: 'offer', type: 'task', title: 'Send the offer' }] }
const after = (...actions: EditorAction[]) => actions.reduce<EditorState>(editorReducer, startEditor(hire))

const typeTitle = (title: string, at: number, step = 'offer'): EditorAction => ({
  type: 'edit',
  change: (document) => changeStep(document, step, { title }),
  typing: `${step}/title`,
  at,
})
const newStep = (title: string): EditorAction => ({
  type: 'edit',
  change: (document) => insertStep(document, { id: newStepId(document), type: 'task', title }),
  select: { at: 'step', step: 'new_step' },
})
const titles = ({ document }: EditorState) => document.steps.map(({ title }) => title)

describe('undo and redo', () => {
  test('one stretch of typing is undone at once', () => {
    const typed = after(typeTitle('S', 0), typeTitle('Si', 200), typeTitle('Sig', 400))
    expect(titles(typed)).toEqual(['Sig'])
    expect(editorReducer(typed, { type: 'undo' }).document).toEqual(hire)
  })

  test('a pause in typing makes two stretches', () => {
    const typed = after(typeTitle('Sign', 0), typeTitle('Sign it', 5000))
    expect(titles(editorReducer(typed, { type: 'undo' }))).toEqual(['Sign'])
  })

  test('typing in another text begins a new stretch', () => {
    const typed = after(typeTitle('Sign', 0), { ...typeTitle('x', 10), typing: 'offer/instructions' } as EditorAction)
    expect(titles(editorReducer(typed, { type: 'undo' }))).toEqual(['Sign'])
  })

  test('turning to something else ends the stretch', () => {
    const typed = after(
      typeTitle('Sign', 0),
      { type: 'select', selection: { at: 'step', step: 'offer' } },
      typeTitle('Sign it', 100),
    )
    expect(titles(editorReducer(typed, { type: 'undo' }))).toEqual(['Sign'])
  })

  test('everything that was undone can be done again, with what was selected', () => {
    const grown = after(newStep('Collect'), typeTitle('Sent', 0))
    const undone = [1, 2, 3].reduce<EditorState>((state) => editorReducer(state, { type: 'undo' }), grown)
    expect(undone.document).toEqual(hire)
    expect(undone.selection).toEqual({ at: 'template' })
    const redone = [1, 2, 3].reduce<EditorState>((state) => editorReducer(state, { type: 'redo' }), undone)
    expect(redone.document).toEqual(grown.document)
    expect(redone.future).toEqual([])
  })

  test('a new change after undo leaves nothing to redo', () => {
    const changed = [{ type: 'undo' } as const, typeTitle('Other', 9000)].reduce<EditorState>(
      editorReducer,
      after(typeTitle('Sign', 0)),
    )
    expect(editorReducer(changed, { type: 'redo' })).toBe(changed)
  })

  test('a change that changes nothing leaves no trace', () => {
    const state = startEditor(hire)
    expect(editorReducer(state, { type: 'edit', change: (document) => document })).toBe(state)
  })
})

describe('lasting ids', () => {
  test('a new step gets its id from its title when a person turns to something else', () => {
    const typed = after(newStep(''), typeTitle('Sign the contract', 0, 'new_step'))
    expect(typed.document.steps[1]!.id).toBe('new_step')
    const left = editorReducer(typed, { type: 'select', selection: { at: 'template' } })
    expect(left.document.steps[1]!.id).toBe('sign_the_contract')
  })

  test('a title that changes later does not change the id', () => {
    const left = after(newStep('Sign'), { type: 'select', selection: { at: 'template' } })
    const renamed = [
      typeTitle('Sign twice', 0, 'sign'),
      { type: 'select', selection: { at: 'step', step: 'offer' } } as const,
    ].reduce<EditorState>(editorReducer, left)
    expect(renamed.document.steps[1]).toMatchObject({ id: 'sign', title: 'Sign twice' })
  })

  test('what was selected by its first id is still selected by its lasting one', () => {
    const left = after(newStep(''), typeTitle('Sign', 0, 'new_step'), {
      type: 'select',
      selection: { at: 'step', step: 'new_step', field: 'x' },
    })
    expect(left.selection).toEqual({ at: 'step', step: 'sign', field: 'x' })
  })
})

test('a document that takes the place of this one keeps the selection where it can', () => {
  const open = after({ type: 'select', selection: { at: 'step', step: 'offer' } }, typeTitle('x', 0))
  const same = editorReducer(open, { type: 'replace', document: hire })
  expect(same).toEqual({ ...startEditor(hire), selection: { at: 'step', step: 'offer' } })
  const gone = editorReducer(open, { type: 'replace', document: { title: 'Other', steps: [] } })
  expect(gone.selection).toEqual({ at: 'template' })
})
