import type { EventView } from '@baton/contract'
import type { Assignees } from '@baton/engine'
import type { TFunction } from 'i18next'
import type { Directory } from '../../lib/people.ts'
import { exactTime, type Zone } from '../../lib/time.ts'

type Payload = {
  taskId?: string
  outcome?: string
  reason?: string
  text?: string
  name?: string
  because?: string
  personId?: string
  assignees?: Assignees
  dueAt?: string
  byHand?: boolean
  mentions?: string[]
  task?: { title: string }
}

/** Saving while typing is no news. */
export const isNews = ({ type }: Pick<EventView, 'type'>): boolean => type !== 'DraftSaved'

export const payloadOf = (event: EventView): Payload => event.payload ?? {}

/** What happened, in a sentence that begins with who did it. `task` is the words for the task it is about. */
export function eventWords(
  event: EventView,
  { t, directory, zone, task }: { t: TFunction<'activity'>; directory: Directory; zone: Zone; task: string },
): string {
  const { outcome, name, because, personId, assignees, dueAt, byHand, task: added } = payloadOf(event)
  const who = assignees && [...assignees.people, ...assignees.groups].map(directory.nameOf).join(', ')
  const due = dueAt && exactTime(dueAt, zone)
  const by = directory.nameOf(event.by)
  switch (event.type) {
    case 'TaskCompleted':
      return t(`TaskCompleted.${outcome ?? 'completed'}`, { by, task })
    case 'TaskSkipped':
      return t(`TaskSkipped.${because ?? 'hidden'}`, { task })
    case 'TaskAssigned':
      return who ? t('TaskAssigned', { by, task, who }) : t('TaskAssignedToNobody', { by, task })
    case 'DeadlineChanged': {
      const kind = due ? (byHand ? 'byHand' : 'moved') : 'removed'
      return t(`DeadlineChanged.${kind}`, { by, task, due })
    }
    case 'TaskAdded':
      return t('TaskAdded', { by, task: added?.title ?? task })
    case 'WatcherAdded':
    case 'WatcherRemoved':
      return t(personId === event.by ? event.type : `${event.type}Other`, {
        by,
        who: personId && directory.nameOf(personId),
      })
    default:
      return t(event.type, { by, task, name, defaultValue: event.type })
  }
}
