import { IconCloudOff, IconRefresh } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import { followLive, type LiveStatus } from '../live.ts'
import classes from './shell.module.css'

const subscribeOnline = (listener: () => void) => {
  window.addEventListener('online', listener)
  window.addEventListener('offline', listener)
  return () => {
    window.removeEventListener('online', listener)
    window.removeEventListener('offline', listener)
  }
}

/** Holds the live stream, and says so when what is shown may be old. Quiet while a short break mends itself. */
export function ConnectionStrip() {
  const { t } = useTranslation()
  const client = useQueryClient()
  const online = useSyncExternalStore(subscribeOnline, () => navigator.onLine)
  const [status, setStatus] = useState<LiveStatus>('connecting')
  const [lasting, setLasting] = useState(false)
  useEffect(() => followLive(client, setStatus), [client])
  useEffect(() => {
    if (status !== 'retrying') return setLasting(false)
    const timer = setTimeout(() => setLasting(true), 4000)
    return () => clearTimeout(timer)
  }, [status])

  const text = !online ? t('offline') : lasting ? t('reconnecting') : ''
  return (
    <div role="status" className={text ? classes.strip : undefined} data-live={status}>
      {text && (online ? <IconRefresh size={16} aria-hidden /> : <IconCloudOff size={16} aria-hidden />)}
      {text}
    </div>
  )
}
