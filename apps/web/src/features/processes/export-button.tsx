import { processes, type ProcessSummary } from '@baton/contract'
import { Button } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { read } from '../../lib/api.ts'
import { usePeople } from '../../lib/people.ts'
import { useMe, useZone } from '../../lib/session.ts'
import { dayOf, exactTime } from '../../lib/time.ts'
import { messageOf } from '../../ui/error-state.tsx'
import { toast, toastFailed } from '../../ui/toast.tsx'
import { type ColumnId, whoHas } from './column-list.ts'
import { csvOf } from './export-csv.ts'
import { allTemplatesQuery, type TrackerFilters } from './process-queries.ts'
import { noMilestone } from './tracker-search.ts'
import { useMilestones } from './use-milestones.ts'
import classes from './tracker.module.css'

/** So many rows at most: a spreadsheet is no database, and every hundred is a request. */
const mostRows = 10_000

/** Exports exactly what is seen, to the last page: the columns, the filters and the order, and says so in the file. */
export function ExportButton({ filters, columns }: { filters: TrackerFilters; columns: readonly ColumnId[] }) {
  const { t } = useTranslation('processes')
  const { member, organization } = useMe()
  const zone = useZone()
  const { nameOf } = usePeople()
  const { data: templates } = useQuery(allTemplatesQuery)
  const [count, setCount] = useState<number>()
  const stop = useRef<AbortController>(undefined)

  const milestones = useMilestones(filters.template)
  const milestoneTitle = (id: string) =>
    id === noMilestone ? t('board.none') : (milestones?.find((milestone) => milestone.id === id)?.title ?? id)

  const filterWords = () => {
    const { status, template, milestone, assignee, launchedBy, due, problems, text } = filters
    const title = templates?.items.find(({ id }) => id === template)?.title ?? template
    const words = [
      status && `${t('status.label')}: ${t(`status.${status}`, { ns: 'common' })}`,
      text && `${t('filter.text')}: ${text}`,
      title && `${t('filter.template')}: ${title}`,
      milestone && `${t('filter.milestone')}: ${milestoneTitle(milestone)}`,
      assignee && `${t('filter.assignee')}: ${nameOf(assignee)}`,
      launchedBy && `${t('filter.launchedBy')}: ${nameOf(launchedBy)}`,
      due && `${t('filter.due')}: ${t(`due.${due}`)}`,
      problems && t('filter.problems'),
    ].filter((part) => part !== undefined)
    return words.length > 0 ? words.join('; ') : t('export.noFilters')
  }
  const cell = (row: ProcessSummary, column: ColumnId): string | number => {
    const time = (at: string | null) => (at === null ? '' : exactTime(at, zone))
    switch (column) {
      case 'name':
        return row.name
      case 'status':
        return t(`status.${row.archived ? 'archived' : row.status}`, { ns: 'common' })
      case 'template':
        return row.templateTitle
      case 'progress':
        return t('export.progress', { done: row.done, total: row.total })
      case 'milestone':
        return row.milestone?.title ?? ''
      case 'next':
        return row.next.map(({ title }) => title).join('; ')
      case 'who':
        return whoHas(row).map(nameOf).join('; ')
      case 'due':
        return row.status === 'active' ? time(row.dueAt) : ''
      case 'launchedBy':
        return nameOf(row.launchedBy)
      case 'launched':
        return time(row.launchedAt)
      case 'updated':
        return time(row.updatedAt)
    }
  }
  const run = async () => {
    const controller = (stop.current = new AbortController())
    const rows: ProcessSummary[] = []
    setCount(0)
    try {
      let cursor: string | undefined
      do {
        const page = await read(processes.listProcesses, {
          query: { ...filters, limit: 100, cursor },
          signal: controller.signal,
        })
        rows.push(...page.items)
        setCount(rows.length)
        cursor = page.next ?? undefined
      } while (cursor !== undefined && rows.length < mostRows)
      const now = new Date().toISOString()
      const preamble: [string, string | number][] = [
        [t('export.title'), organization.name],
        [t('export.at'), t('export.atBy', { time: exactTime(now, zone), name: member.name })],
        [t('export.filters'), filterWords()],
        [t('export.sort'), t(`sort.${filters.sort ?? '-launched'}`)],
        [t('export.rows'), cursor === undefined ? rows.length : t('export.cut', { count: rows.length })],
      ]
      const table = csvOf(
        preamble,
        columns.map((id) => t(`column.${id}`)),
        rows.map((row) => columns.map((id) => cell(row, id))),
      )
      download(`${t('export.file')}-${dayOf(now, zone)}.csv`, table)
      toast(t('export.done', { count: rows.length }))
    } catch (refused) {
      if (!controller.signal.aborted) toastFailed(messageOf(refused))
    } finally {
      setCount(undefined)
    }
  }
  return (
    <Button
      variant="default"
      className={classes.export}
      leftSection={<IconDownload size={16} aria-hidden />}
      onClick={() => (count === undefined ? void run() : stop.current?.abort())}
    >
      {count === undefined ? t('export.button') : t('export.running', { count })}
    </Button>
  )
}

function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
