import type { Job } from '../queue.ts'
import type { Difference } from './project.ts'
import type { AssignmentRow, Listing, MovedAssignmentRow, PlaceRow, TaskRow } from './rows.ts'

type Keyed<T> = T & { org_id: string; process_id: string }

export type ProcessRow = Omit<Listing, 'next_tasks'> & {
  org_id: string
  id: string
  /** The version that was loaded; 0 for a new process. */
  base: number
  version: number
  head: Buffer
  template_id: string
  template_version: number
  launched_by: string
  launched_at: string
  updated_at: string
  /** JSON. */
  next_tasks: string
}
export type EventRow = {
  org_id: string
  process_id: string
  seq: number
  type: string
  at: string
  actor: string | null
  payload: string
  payload_hash: Buffer
  hash: Buffer
}
/** `state` is JSON. */
export type SnapshotRow = { org_id: string; process_id: string; version: number; state: string }
/** `tasks` and `people` are the text of arrays. */
export type ChangeRow = { org_id: string; subject_id: string; version: number; tasks: string; people: string }
export type ActivityRow = { org_id: string; listed_as: string; updated_at: string; process_id: string }
export type CountRow = { org_id: string; template_id: string; listed_as: string; n: number }
export type AnswerRow = { org_id: string; actor_id: string; key: string; request_hash: string; response: string }

export type FileRow = { org_id: string; id: string; process_id: string }

/** Everything that one batch writes, gathered from its commands. */
export class Writes {
  readonly launched: ProcessRow[] = []
  readonly changed: ProcessRow[] = []
  readonly snapshots: SnapshotRow[] = []
  readonly events: EventRow[] = []
  readonly tasksCome: Keyed<TaskRow>[] = []
  readonly tasksChanged: Keyed<TaskRow>[] = []
  readonly assignmentsGone: Keyed<AssignmentRow>[] = []
  readonly assignmentsCome: Keyed<AssignmentRow>[] = []
  readonly assignmentsMoved: Keyed<MovedAssignmentRow>[] = []
  readonly placesMoved: Keyed<PlaceRow & { from_listed_as: string; from_due_at: string }>[] = []
  readonly placesCome: Keyed<PlaceRow>[] = []
  readonly activityMoved: (ActivityRow & { from_listed_as: string; from_updated_at: string })[] = []
  readonly activityCome: ActivityRow[] = []
  readonly wordsGone: Keyed<{ word: string }>[] = []
  readonly wordsCome: Keyed<{ word: string }>[] = []
  readonly watchersGone: Keyed<{ person_id: string }>[] = []
  readonly watchersCome: Keyed<{ person_id: string }>[] = []
  readonly changes: ChangeRow[] = []
  readonly counts: CountRow[] = []
  readonly answers: AnswerRow[] = []
  readonly files: FileRow[] = []
  readonly jobs: Job[] = []

  /** True when there is nothing to write. */
  get empty(): boolean {
    return this.launched.length === 0 && this.changed.length === 0 && this.answers.length === 0
  }

  /** Takes in what changes in the rows of one process. */
  add(org_id: string, process_id: string, difference: Difference): void {
    const keyed = <T extends object>(rows: T[]) => rows.map((row) => ({ ...row, org_id, process_id }))
    this.tasksCome.push(...keyed(difference.tasks.come))
    this.tasksChanged.push(...keyed(difference.tasks.changed))
    this.assignmentsGone.push(...keyed(difference.assignments.gone))
    this.assignmentsCome.push(...keyed(difference.assignments.come))
    this.assignmentsMoved.push(...keyed(difference.assignments.moved))
    const { gone, come } = difference.place ?? {}
    if (come && gone)
      this.placesMoved.push({ ...come, org_id, process_id, from_listed_as: gone.listed_as, from_due_at: gone.due_at })
    else if (come) this.placesCome.push({ ...come, org_id, process_id })
    this.wordsGone.push(...keyed(difference.words.gone.map((word) => ({ word }))))
    this.wordsCome.push(...keyed(difference.words.come.map((word) => ({ word }))))
    this.watchersGone.push(...keyed(difference.watchers.gone.map((person_id) => ({ person_id }))))
    this.watchersCome.push(...keyed(difference.watchers.come.map((person_id) => ({ person_id }))))
  }
}

/** PostgreSQL's text form of an array of texts. */
export const arrayText = (items: readonly string[]): string =>
  `{${items.map((item) => `"${item.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
