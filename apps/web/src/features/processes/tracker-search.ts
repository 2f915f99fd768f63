import { processSorts, processStatuses } from './tracker-words.ts'
import { flagIn, oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

/** The tracker's filters, in the words of the API, and how they are shown. */
export type TrackerSearch = {
  view?: 'board'
  status?: (typeof processStatuses)[number]
  template?: string
  launchedBy?: string
  assignee?: string
  due?: 'overdue' | 'today' | 'week' | 'none'
  problems?: true
  text?: string
  sort?: (typeof processSorts)[number]
  /** The process in the panel. */
  peek?: string
}

export const readTrackerSearch = (search: RawSearch): TrackerSearch =>
  withoutEmpty({
    view: oneOf(search, 'view', ['board']),
    status: oneOf(search, 'status', processStatuses),
    template: textIn(search, 'template'),
    launchedBy: textIn(search, 'launchedBy'),
    assignee: textIn(search, 'assignee'),
    due: oneOf(search, 'due', ['overdue', 'today', 'week', 'none']),
    problems: flagIn(search, 'problems'),
    text: textIn(search, 'text'),
    sort: oneOf(search, 'sort', processSorts),
    peek: textIn(search, 'peek'),
  })

const withoutEmpty = <T extends object>(search: T): T =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T
