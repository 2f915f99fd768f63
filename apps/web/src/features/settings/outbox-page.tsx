import type { MailSummary } from '@baton/contract'
import { Button, SegmentedControl, Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconClock, IconInbox, IconMailOff } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { type Ref, Suspense } from 'react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../../lib/session.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { useRows } from '../../ui/rows.ts'
import { RelativeTime, ToneBadge } from '../../ui/status.tsx'
import { heldMailQuery, mailListQuery } from './outbox-queries.ts'
import { mailStates, type OutboxSearch } from './outbox-search.ts'
import classes from './outbox.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const MailPeek = lazyPart(() => import('./mail-peek.tsx'))

/** Every mail that Baton sent, will send, or would have sent; for administrators. */
export function OutboxPage() {
  const { t } = useTranslation('settings')
  const { member } = useMe()
  if (member.role !== 'administrator') {
    return (
      <>
        <PageHeader title={t('outbox.title')} />
        <EmptyState drawing="mail" title={t('outbox.notYours')} hint={t('outbox.notYoursHint')} />
      </>
    )
  }
  return <Outbox />
}

function Outbox() {
  const { t } = useTranslation('settings')
  const { state, mail } = useSearch({ from: '/shell/outbox' })
  const navigate = useNavigate({ from: '/outbox' })
  const list = useInfiniteQuery(mailListQuery(state))
  const { data: held } = useQuery(heldMailQuery)
  const mails = list.data ?? []
  const show = (next: string | undefined) =>
    void navigate({
      search: ({ mail: _, ...rest }) => (next ? { ...rest, mail: next } : rest),
      replace: true,
      resetScroll: false,
    })
  const rows = useRows({
    rows: mails,
    keyOf: ({ id }) => id,
    onPeek: ({ id }) => show(id),
    onMove: ({ id }) => mail !== undefined && show(id),
  })
  const close = () => {
    show(undefined)
    requestAnimationFrame(rows.focusCurrent)
  }
  return (
    <>
      <PageHeader title={t('outbox.title')} />
      <div className={classes.page}>
        {held && (
          <section className={classes.alert} aria-labelledby="no-mail-server">
            <IconMailOff size={20} aria-hidden />
            <div>
              <h2 id="no-mail-server">{t('outbox.noServer')}</h2>
              <p>{t('outbox.noServerHint')}</p>
              <pre>
                SMTP_URL=smtp://name:password@mail.example.org:587 MAIL_FROM=&apos;Baton &lt;baton@example.org&gt;&apos;
                npm start
              </pre>
            </div>
          </section>
        )}
        <SegmentedControl
          aria-label={t('outbox.state')}
          className={classes.states}
          value={state ?? 'all'}
          onChange={(next) => void navigate({ search: next === 'all' ? {} : { state: next as OutboxSearch['state'] } })}
          data={['all', ...mailStates].map((value) => ({ value, label: t(`outbox.states.${value}`) }))}
        />
        {list.error && !list.data ? (
          <ErrorState error={list.error} level={2} onRetry={() => void list.refetch()} />
        ) : list.isPending ? (
          <div role="status" aria-label={t('loading', { ns: 'common' })}>
            {[70, 55, 80].map((width) => (
              <Skeleton key={width} height={14} width={`${width}%`} my={20} />
            ))}
          </div>
        ) : mails.length === 0 ? (
          <EmptyState
            drawing="mail"
            title={t(state ? 'outbox.noneOfState' : 'outbox.none')}
            hint={state ? undefined : t('outbox.noneHint')}
          />
        ) : (
          <ul className={classes.list}>
            {mails.map((one) => (
              <MailRow
                key={one.id}
                mail={one}
                peeked={mail === one.id}
                handle={rows.mainProps(one)}
                onPeek={() => show(one.id)}
              />
            ))}
          </ul>
        )}
        {list.hasNextPage && (
          <Button variant="default" mt="md" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('outbox.more')}
          </Button>
        )}
      </div>
      {mail !== undefined && (
        <Suspense fallback={null}>
          <MailPeek mailId={mail} onClose={close} />
        </Suspense>
      )}
    </>
  )
}

function MailRow({
  mail,
  peeked,
  handle,
  onPeek,
}: {
  mail: MailSummary
  peeked: boolean
  handle: { ref: Ref<HTMLButtonElement>; tabIndex: 0 | -1; onFocus: () => void }
  onPeek: () => void
}) {
  const { t } = useTranslation('settings')
  return (
    <li data-peeked={peeked || undefined}>
      <button type="button" className={classes.mail} aria-expanded={peeked} onClick={onPeek} {...handle}>
        <span className={classes.subject}>{mail.subject}</span>
        <span className={classes.to}>{t('outbox.to', { to: mail.to })}</span>
      </button>
      <span className={classes.kind}>{t(`outbox.kind.${mail.kind}`, { defaultValue: mail.kind })}</span>
      <MailState state={mail.state} />
      <span className={classes.when}>
        <RelativeTime at={mail.sentAt ?? mail.createdAt} />
      </span>
    </li>
  )
}

const looks = {
  queued: { tone: 'blue', icon: IconClock },
  sent: { tone: 'green', icon: IconCheck },
  failed: { tone: 'red', icon: IconAlertTriangle },
  held: { tone: 'gray', icon: IconInbox },
} as const

export function MailState({ state }: { state: MailSummary['state'] }) {
  const { t } = useTranslation('settings')
  const { tone, icon } = looks[state]
  return (
    <ToneBadge tone={tone} icon={icon}>
      {t(`outbox.states.${state}`)}
    </ToneBadge>
  )
}
