import { type EventView, processes } from '@baton/contract'
import { Button, Skeleton } from '@mantine/core'
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { read } from '../../lib/api.ts'
import { usePeople } from '../../lib/people.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { useZone } from '../../lib/session.ts'
import { ErrorState } from '../error-state.tsx'
import { Markdown } from '../markdown.tsx'
import { PersonMark } from '../marks.tsx'
import { RelativeTime } from '../status.tsx'
import classes from './activity.module.css'
import { eventWords, isNews, payloadOf } from './event-words.ts'

/** Newest first, 50 at a time; of one task, or of the whole process; `comments`: nothing but these. */
export const eventsQuery = (processId: string, taskId?: string, comments = false) =>
  infiniteQueryOptions({
    queryKey: queryKeys.processEvents(processId, taskId, { comments }),
    queryFn: ({ pageParam, signal }) =>
      read(processes.listEvents, {
        params: { processId },
        query: { task: taskId, comments: comments || undefined, cursor: pageParam },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
  })

/**
 * What happened, newest first, comments as what they are.
 * @param taskId only of this task
 * @param titleOf names the task an event is about; unused with `taskId`
 * @param only leaves out the others of those that are loaded; earlier ones are a click away
 */
export function ActivityStream({
  processId,
  taskId,
  titleOf,
  comments = false,
  only,
}: {
  processId: string
  taskId?: string
  titleOf: (taskId: string) => string
  comments?: boolean
  only?: (event: EventView) => boolean
}) {
  const { t } = useTranslation('activity')
  const { data, error, isPending, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    eventsQuery(processId, taskId, comments),
  )
  if (isPending) {
    return (
      <div role="status" aria-label={t('loading', { ns: 'common' })}>
        {[70, 55, 80].map((width) => (
          <Skeleton key={width} height={12} width={`${width}%`} mb={14} />
        ))}
      </div>
    )
  }
  if (error && !data) return <ErrorState error={error} level={2} onRetry={() => void refetch()} />
  const events = data.pages.flatMap((page) => page.items).filter((event) => isNews(event) && (only?.(event) ?? true))
  if (events.length === 0 && !hasNextPage)
    return <p className={classes.nothing}>{t(comments ? 'noComments' : 'nothing')}</p>
  return (
    <>
      <ol className={classes.stream}>
        {events.map((event) => (
          <li key={event.seq}>
            {event.type === 'CommentAdded' ? (
              <Comment event={event} titleOf={taskId ? undefined : titleOf} />
            ) : (
              <Happening event={event} task={taskId ? t('this') : quoted(event, titleOf)} />
            )}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="subtle" size="compact-sm" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('earlier')}
        </Button>
      )}
    </>
  )
}

/** A sentence may begin with `this task`. */
const capital = (sentence: string) => sentence.slice(0, 1).toUpperCase() + sentence.slice(1)

const quoted = (event: EventView, titleOf: (taskId: string) => string) => {
  const { taskId } = payloadOf(event)
  return taskId ? `“${titleOf(taskId)}”` : ''
}

function Happening({ event, task }: { event: EventView; task: string }) {
  const { t } = useTranslation('activity')
  const directory = usePeople()
  const zone = useZone()
  const { text, reason } = payloadOf(event)
  const words = text ?? reason
  return (
    <div className={classes.happening}>
      <PersonMark id={event.by} size={18} tooltip={false} />
      <div className={classes.words}>
        <span>{capital(eventWords(event, { t, directory, zone, task }))}</span>{' '}
        <span className={classes.when}>
          <RelativeTime at={event.at} />
        </span>
        {words && <q className={classes.quote}>{words}</q>}
        {event.payload === null && <span className={classes.when}> {t('erased')}</span>}
      </div>
    </div>
  )
}

function Comment({ event, titleOf }: { event: EventView; titleOf?: (taskId: string) => string }) {
  const { t } = useTranslation('activity')
  const { nameOf } = usePeople()
  const { text, taskId } = payloadOf(event)
  return (
    <article className={classes.comment}>
      <PersonMark id={event.by} size={28} tooltip={false} />
      <div className={classes.bubble}>
        <header>
          <strong>{nameOf(event.by)}</strong>
          {titleOf && taskId && <span>{t('onTask', { task: titleOf(taskId) })}</span>}
          <span className={classes.when}>
            <RelativeTime at={event.at} />
          </span>
        </header>
        {text === undefined ? <p className={classes.when}>{t('erased')}</p> : <Markdown text={text} />}
      </div>
    </article>
  )
}
