import type { TemplateDocument } from '@baton/engine'
import type { FormPlace } from './document/field-operations.ts'
import { settleIds } from './document/settle.ts'

/** What is being worked on: it stands open at the right. */
export type Selection =
  | { at: 'template' }
  | { at: 'kickoff'; field?: string }
  | { at: 'step'; step: string; field?: string }
  | { at: 'milestone'; milestone: string }

type Moment = { document: TemplateDocument; selection: Selection }

/** The editor: the document, what is selected, and the way back. Immutable. */
export type EditorState = Moment & {
  past: readonly Moment[]
  future: readonly Moment[]
  /** The typing that the next keystroke would continue. */
  typing?: { in: string; at: number }
}

export type EditorAction =
  /**
   * Changes the document. `typing` names the text that is being typed: one stretch of typing is undone at once.
   * `at`: milliseconds.
   */
  | {
      type: 'edit'
      change: (document: TemplateDocument) => TemplateDocument
      select?: Selection
      typing?: string
      at?: number
    }
  | { type: 'select'; selection: Selection }
  | { type: 'undo' }
  | { type: 'redo' }
  /** Takes another document in the place of this one, e.g. what a colleague saved. The way back is forgotten. */
  | { type: 'replace'; document: TemplateDocument }

/** A pause longer than this ends a stretch of typing. Milliseconds. */
const pause = 1500
const longestPast = 500

export const startEditor = (document: TemplateDocument, selection: Selection = { at: 'template' }): EditorState => ({
  document,
  selection,
  past: [],
  future: [],
})

export function editorReducer(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case 'edit': {
      const selection = action.select ?? state.selection
      const document = action.change(state.document)
      if (document === state.document) return action.select ? select(state, selection) : state
      const { typing, at = 0 } = action
      const continues = typing !== undefined && state.typing?.in === typing && at - state.typing.at <= pause
      const past = continues ? state.past : [...state.past, momentOf(state)].slice(-longestPast)
      const edited: EditorState = { document, selection: state.selection, past, future: [] }
      if (typing !== undefined) edited.typing = { in: typing, at }
      return action.select ? select(edited, selection) : edited
    }
    case 'select':
      return select(state, action.selection)
    case 'undo': {
      const before = state.past.at(-1)
      if (!before) return state
      return { ...before, past: state.past.slice(0, -1), future: [momentOf(state), ...state.future] }
    }
    case 'redo': {
      const [after, ...future] = state.future
      return after ? { ...after, past: [...state.past, momentOf(state)], future } : state
    }
    case 'replace':
      return startEditor(action.document, stillThere(state.selection, action.document))
  }
}

const momentOf = ({ document, selection }: EditorState): Moment => ({ document, selection })

/**
 * Turning to something else gives what was left its lasting ids. That belongs to the typing before it and is not
 * undone by itself.
 */
function select(state: EditorState, selection: Selection): EditorState {
  if (sameSelection(state.selection, selection)) return state
  const { document, renamed } = settleIds(state.document)
  const { typing: _, ...rest } = state
  return { ...rest, document, selection: followed(selection, renamed) }
}

const followed = (selection: Selection, renamed: ReadonlyMap<string, string>): Selection => {
  const name = (id: string) => renamed.get(id) ?? id
  if (selection.at === 'milestone') return { at: 'milestone', milestone: name(selection.milestone) }
  if (selection.at === 'template') return selection
  const field = selection.field === undefined ? {} : { field: name(selection.field) }
  return selection.at === 'step' ? { at: 'step', step: name(selection.step), ...field } : { at: 'kickoff', ...field }
}

export const sameSelection = (a: Selection, b: Selection) =>
  a.at === b.at &&
  (a as { step?: string }).step === (b as { step?: string }).step &&
  (a as { field?: string }).field === (b as { field?: string }).field &&
  (a as { milestone?: string }).milestone === (b as { milestone?: string }).milestone

/** The form that is open, if one is. */
export function openForm(selection: Selection): FormPlace | undefined {
  if (selection.at === 'kickoff') return { kickoff: true }
  return selection.at === 'step' ? { step: selection.step } : undefined
}

function stillThere(selection: Selection, document: TemplateDocument): Selection {
  if (selection.at === 'step')
    return document.steps.some(({ id }) => id === selection.step)
      ? { at: 'step', step: selection.step }
      : { at: 'template' }
  if (selection.at === 'milestone')
    return document.milestones?.some(({ id }) => id === selection.milestone) ? selection : { at: 'template' }
  return selection.at === 'kickoff' ? { at: 'kickoff' } : selection
}
