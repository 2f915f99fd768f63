import { processSorts, processStatuses } from './tracker-words.ts'
import { flagIn, oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

export const dueFilters = ['overdue', 'today', 'week', 'none'] as const

/** The tracker's filters, in the words of the API, and how they are shown. */
export type TrackerSearch = {
  view?: 'board'
  status?: (typeof processStatuses)[number]
  template?: string
  /** Of the template. */
  milestone?: string
  launchedBy?: string
  assignee?: string
  due?: (typeof dueFilters)[number]
  problems?: true
  text?: string
  sort?: (typeof processSorts)[number]
  /** The process in the panel. */
  peek?: string
}

export const readTrackerSearch = (search: RawSearch): TrackerSearch => {
  const template = idIn(search, 'template')
  return withoutEmpty({
    view: oneOf(search, 'view', ['board']),
    status: oneOf(search, 'status', processStatuses),
    template,
    milestone: template && milestoneIn(search),
    launchedBy: idIn(search, 'launchedBy'),
    assignee: idIn(search, 'assignee'),
    due: oneOf(search, 'due', dueFilters),
    problems: flagIn(search, 'problems'),
    text: textIn(search, 'text')?.slice(0, 100),
    sort: oneOf(search, 'sort', processSorts),
    peek: idIn(search, 'peek'),
  })
}

/** Anything else would be refused by the API, and the page would show nothing but that. */
const idIn = (search: RawSearch, name: string): string | undefined => {
  const id = textIn(search, name)
  return id && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id) ? id : undefined
}

/** The milestone that stands for those that have reached none. */
export const noMilestone = '-'

const milestoneIn = (search: RawSearch): string | undefined => {
  const milestone = textIn(search, 'milestone')
  return milestone && /^(-|[a-z][a-z0-9_]{0,62})$/.test(milestone) ? milestone : undefined
}

export const withoutEmpty = <T extends object>(search: T): T =>
  Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T

/** Whether anything narrows what is shown. */
export const isFiltered = ({ view: _view, sort: _sort, peek: _peek, ...filters }: TrackerSearch): boolean =>
  Object.keys(filters).length > 0
