import { processSorts, processStatuses } from './tracker-words.ts'
import { flagIn, oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

export const dueFilters = ['overdue', 'today', 'week', 'none'] as const

/** The tracker's filters, in the words of the API, and how they are shown. */
export type TrackerSearch = {
  view?: 'board'
  status?: (typeof processStatuses)[number]
  template?: string
  launchedBy?: string
  assignee?: string
  due?: (typeof dueFilters)[number]
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
    template: idIn(search, 'template'),
    launchedBy: idIn(search, 'launchedBy'),
    assignee: idIn(search, 'assignee'),
    due: oneOf(search, 'due', dueFilters),
    problems: flagIn(search, 'problems'),
    text: textIn(search, 'text')?.slice(0, 100),
    sort: oneOf(search, 'sort', processSorts),
    peek: idIn(search, 'peek'),
  })

/** Anything else would be refused by the API, and the page would show nothing but that. */
const idIn = (search: RawSearch, name: string): string | undefined => {
  const id = textIn(search, name)
  return id && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined
}

export const withoutEmpty = <T extends object>(search: T): T =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T

/** Whether anything narrows what is shown. */
export const isFiltered = ({ view: _view, sort: _sort, peek: _peek, ...filters }: TrackerSearch): boolean =>
  Object.keys(filters).length > 0
