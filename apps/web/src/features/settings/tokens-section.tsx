import { type AccessTokenView, session } from '@baton/contract'
import { Button, Skeleton } from '@mantine/core'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { read, write } from '../../lib/api.ts'
import { queryKeys } from '../../lib/query-keys.ts'
import { useNow } from '../../lib/use-now.ts'
import { confirm } from '../../ui/confirm.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState, messageOf } from '../../ui/error-state.tsx'
import { RelativeTime, ToneBadge } from '../../ui/status.tsx'
import { toast, toastFailed } from '../../ui/toast.tsx'
import classes from './settings.module.css'
import { lazyPart } from '../../ui/lazy-part.tsx'

const NewToken = lazyPart(() => import('./new-token.tsx'), { floating: true })

const tokensQuery = {
  queryKey: queryKeys.tokens,
  queryFn: ({ signal }: { signal: AbortSignal }) => read(session.listAccessTokens, { signal }),
}

/** Personal access tokens, for programs that act as the member. */
export function TokensSection() {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const { data, error, refetch } = useQuery(tokensQuery)
  const [creating, setCreating] = useState(false)
  const addButton = (
    <Button variant="default" leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setCreating(true)}>
      {t('tokens.add')}
    </Button>
  )
  return (
    <>
      <header className={classes.head}>
        <h2>{t('tokens.title')}</h2>
        {data && data.items.length > 0 && addButton}
      </header>
      <p className={classes.hint}>{t('tokens.hint')}</p>
      {error && !data ? (
        <ErrorState error={error} level={2} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton height={56} />
      ) : data.items.length === 0 ? (
        <EmptyState drawing="page" level={3} title={t('tokens.none')} hint={t('tokens.noneHint')}>
          {addButton}
        </EmptyState>
      ) : (
        <ul className={classes.tokens}>
          {data.items.map((token) => (
            <TokenRow key={token.id} token={token} />
          ))}
        </ul>
      )}
      <Suspense fallback={null}>
        {creating && (
          <NewToken
            onClose={() => setCreating(false)}
            onCreated={() => void client.invalidateQueries({ queryKey: queryKeys.tokens })}
          />
        )}
      </Suspense>
    </>
  )
}

function TokenRow({ token }: { token: AccessTokenView }) {
  const { t } = useTranslation('settings')
  const client = useQueryClient()
  const now = useNow()
  const revoke = useMutation({
    mutationFn: () => write(session.revokeAccessToken, { params: { tokenId: token.id } }),
    onSuccess: () => {
      toast(t('tokens.revoked', { name: token.name }))
      return client.invalidateQueries({ queryKey: queryKeys.tokens })
    },
    onError: (refused) => toastFailed(messageOf(refused)),
  })
  const expired = token.expiresAt !== null && Date.parse(token.expiresAt) < now
  const ask = async () => {
    const answer = await confirm({
      title: t('tokens.revokeTitle', { name: token.name }),
      text: t('tokens.revokeText'),
      confirm: t('tokens.revoke'),
      danger: true,
    })
    if (answer) revoke.mutate()
  }
  return (
    <li>
      <IconKey size={20} aria-hidden />
      <div>
        <strong>{token.name}</strong>
        <span>
          {t(token.scopes.includes('write') ? 'tokens.scope.write' : 'tokens.scope.read')} · {t('tokens.created')}{' '}
          <RelativeTime at={token.createdAt} />
          {' · '}
          {token.lastUsedAt ? (
            <>
              {t('tokens.used')} <RelativeTime at={token.lastUsedAt} />
            </>
          ) : (
            t('tokens.neverUsed')
          )}
          {' · '}
          {token.expiresAt === null ? (
            t('tokens.neverExpires')
          ) : expired ? (
            <ToneBadge tone="gray">{t('tokens.expired')}</ToneBadge>
          ) : (
            <>
              {t('tokens.expires')} <RelativeTime at={token.expiresAt} />
            </>
          )}
        </span>
      </div>
      <Button
        variant="default"
        size="compact-md"
        loading={revoke.isPending}
        aria-label={t('tokens.revokeThis', { name: token.name })}
        onClick={() => void ask()}
      >
        {t('tokens.revoke')}
      </Button>
    </li>
  )
}
