import { oneOf, type RawSearch, textIn } from '../../../lib/search-params.ts'

export type EditorSearch = {
  view?: 'code'
  /** The selected step, or `kickoff`. */
  step?: string
  tab?: 'who' | 'when' | 'rules' | 'more'
}

export const readEditorSearch = (search: RawSearch): EditorSearch => {
  const view = oneOf(search, 'view', ['code'])
  const step = textIn(search, 'step')
  const tab = oneOf(search, 'tab', ['who', 'when', 'rules', 'more'])
  return { ...(view ? { view } : {}), ...(step ? { step } : {}), ...(tab ? { tab } : {}) }
}
