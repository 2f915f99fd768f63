import { useQuery } from '@tanstack/react-query'
import { Link, useSearch } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { processCountsQuery } from './process-queries.ts'
import { processStatuses } from './tracker-words.ts'
import classes from './tracker.module.css'

/** All that are not archived, or those of one status, each with how many there are. */
export function StatusTabs() {
  const { t } = useTranslation('processes')
  const search = useSearch({ from: '/shell/processes' })
  const { data: counts } = useQuery(processCountsQuery)
  const of = counts?.byStatus
  const tabs = [
    { status: undefined, count: of && of.active + of.finished + of.cancelled },
    ...processStatuses.map((status) => ({ status, count: of?.[status] })),
  ]
  return (
    <nav className={classes.tabs} aria-label={t('status.label')}>
      <ul>
        {tabs.map(({ status, count }) => (
          <li key={status ?? 'all'}>
            <Link
              to="/processes"
              search={{ ...search, status, peek: undefined }}
              className={classes.tab}
              aria-current={search.status === status ? 'page' : undefined}
              activeProps={{}}
              activeOptions={{ exact: true }}
            >
              {status ? t(`status.${status}`, { ns: 'common' }) : t('status.all')}
              {count !== undefined && <span className={classes.count}>{count}</span>}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
