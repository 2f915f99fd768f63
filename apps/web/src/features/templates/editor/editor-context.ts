import type { Finding, TemplateDocument } from '@baton/engine'
import { createContext, type Dispatch, use } from 'react'
import type { Place } from './finding-places.ts'
import type { EditorAction, EditorState, Selection } from './editor-state.ts'

export type StepTab = 'form' | 'who' | 'when' | 'rules' | 'more'

/** The hands of the editor: the same objects for as long as it is open, so that rows need not be drawn anew. */
export type EditorHands = {
  dispatch: Dispatch<EditorAction>
  /** Changes the document. `typing` names the text that is typed, so that a stretch of typing is undone at once. */
  edit: (
    change: (document: TemplateDocument) => TemplateDocument,
    options?: { typing?: string; select?: Selection },
  ) => void
  select: (selection: Selection) => void
  /** The editor as it is now; for what is done on a key or click, not for drawing. */
  current: () => EditorState
}

/** What every part of the editor works with. */
export type Editor = EditorHands & {
  state: EditorState
  tab: StepTab
  setTab: (tab: StepTab) => void
  /** What keeps the draft from being published, with the place of each. A moment behind the typing. */
  findings: readonly { finding: Finding; place: Place }[]
}

export const EditorContext = createContext<Editor | undefined>(undefined)
export const EditorHandsContext = createContext<EditorHands | undefined>(undefined)

/** The editor around this component; draws again with every change. */
export function useEditor(): Editor {
  const editor = use(EditorContext)
  if (!editor) throw new Error('useEditor needs an editor around it.')
  return editor
}

/** The hands of the editor around this component; never draws again by itself. */
export function useEditorHands(): EditorHands {
  const hands = use(EditorHandsContext)
  if (!hands) throw new Error('useEditorHands needs an editor around it.')
  return hands
}
