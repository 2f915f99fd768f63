import { mails, type MailSummary } from '@baton/contract'
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { read } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import type { OutboxSearch } from './outbox-search.ts'

/** Newest first. */
export const mailListQuery = (state: OutboxSearch['state']) =>
  infiniteQueryOptions({
    queryKey: queryKeys.mailList({ state }),
    queryFn: ({ pageParam, signal }) => read(mails.listMails, { query: { state, cursor: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    select: ({ pages }): MailSummary[] => pages.flatMap((page) => page.items),
  })

/** Whether any mail waits for a mail server. */
export const heldMailQuery = queryOptions({
  queryKey: queryKeys.mailList({ state: 'held', limit: 1 }),
  queryFn: ({ signal }) => read(mails.listMails, { query: { state: 'held', limit: 1 }, signal }),
  select: (page) => page.items.length > 0,
})

export const mailQuery = (mailId: string) =>
  queryOptions({
    queryKey: queryKeys.mail(mailId),
    queryFn: ({ signal }) => read(mails.getMail, { params: { mailId }, signal }),
  })
