import { Button, CloseButton } from '@mantine/core'
import { IconCloudOff } from '@tabler/icons-react'
import { Component, type ComponentType, lazy, type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { connectionsSoFar, fetchPart, isPartMissing, whenQuiet } from '../lib/lazy-part.ts'
import classes from './lazy-part.module.css'

/**
 * A part of a page that is not needed at first. When it does not arrive, that is said in its own place, with nothing
 * else of the page lost; it is fetched anew with the connection, or when asked for.
 * @param early fetches it in a quiet moment, so that it opens at once, and also when the connection is gone by then
 * @param floating it is a dialog, so what is said floats too
 * @param instead stands there while it is missing
 */
export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
  { early = true, floating = false, instead: Instead }: LazyPartOptions<P> = {},
): ComponentType<P> {
  let tries = 0
  let connection = 0
  const fetchNow = () => {
    connection = connectionsSoFar()
    return fetchPart(load, tries)
  }
  let Loaded = lazy<ComponentType<P>>(fetchNow)
  // Should this fail, it is fetched anew when it is shown.
  if (early) whenQuiet(() => void fetchNow().catch(() => (tries += 1)))
  return function Part(props: P) {
    const [attempt, setAttempt] = useState(0)
    const again = () => {
      tries += 1
      Loaded = lazy<ComponentType<P>>(fetchNow)
      setAttempt(attempt + 1)
    }
    const missing = Instead ? (
      <Instead {...props} />
    ) : (
      <PartMissing
        floating={floating}
        // What it needs itself may be remembered as missing, too: only the whole page gets over that.
        onAgain={attempt < 2 ? again : () => location.reload()}
        onConnection={again}
        since={connection}
        onClose={'onClose' in props ? (props.onClose as () => void) : undefined}
      />
    )
    return (
      <Catcher key={attempt} missing={missing}>
        <Loaded {...props} />
      </Catcher>
    )
  }
}

type LazyPartOptions<P> = { early?: boolean; floating?: boolean; instead?: ComponentType<P> }

/** Takes only what did not arrive; what is broken is for those around it. */
class Catcher extends Component<{ missing: ReactNode; children: ReactNode }, { error?: unknown }> {
  override state: { error?: unknown } = {}
  static getDerivedStateFromError = (error: unknown) => ({ error })
  override render() {
    const { error } = this.state
    if (error === undefined) return this.props.children
    if (!isPartMissing(error)) throw error
    return this.props.missing
  }
}

function PartMissing({
  floating,
  onAgain,
  onConnection,
  since,
  onClose,
}: {
  floating: boolean
  onAgain: () => void
  onConnection: () => void
  /** `connectionsSoFar` when it was last asked for. */
  since: number
  onClose?: () => void
}) {
  const { t } = useTranslation()
  useEffect(() => {
    if (connectionsSoFar() !== since) return onConnection()
    addEventListener('online', onConnection)
    return () => removeEventListener('online', onConnection)
  }, [onConnection, since])
  return (
    <div className={classes.missing} data-floating={floating || undefined} role="alert">
      <IconCloudOff size={18} aria-hidden />
      <span className={classes.words}>
        <strong>{t('error.missing')}</strong> {t('error.missingPart')}
      </span>
      <Button size="compact-sm" variant="default" onClick={onAgain}>
        {t('error.retry')}
      </Button>
      {onClose && <CloseButton size="sm" aria-label={t('close')} onClick={onClose} />}
    </div>
  )
}
