import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './toast.module.css'

type Toast = { id: number; text: string; tone: 'done' | 'failed'; action?: { label: string; run: () => void } }

let toasts: readonly Toast[] = []
let lastId = 0
const listeners = new Set<() => void>()
const change = (next: readonly Toast[]) => {
  toasts = next
  for (const listener of listeners) listener()
}
const drop = (id: number) => change(toasts.filter((toast) => toast.id !== id))

/** Says what was done, for ten seconds, with a way back where there is one. At most three are shown. */
export const toast = (text: string, action?: Toast['action']): void =>
  change([...toasts, { id: ++lastId, text, tone: 'done' as const, ...(action ? { action } : {}) }].slice(-3))

/** Says what could not be done; stays until it is closed. */
export const toastFailed = (text: string, action?: Toast['action']): void =>
  change([...toasts, { id: ++lastId, text, tone: 'failed' as const, ...(action ? { action } : {}) }].slice(-3))

/** Where toasts appear. Stands once, at the root. */
export function Toasts() {
  const { t } = useTranslation()
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => toasts,
  )
  return (
    <section className={`${classes.region} no-print`} aria-label={t('notices')} aria-live="polite" aria-atomic="false">
      {shown.map((one) => (
        <ToastLine key={one.id} toast={one} />
      ))}
    </section>
  )
}

function ToastLine({ toast: { id, text, tone, action } }: { toast: Toast }) {
  const { t } = useTranslation()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held || tone === 'failed') return
    const timer = setTimeout(() => drop(id), 10_000)
    return () => clearTimeout(timer)
  }, [id, held, tone])
  return (
    <div
      className={classes.toast}
      data-tone={tone}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {tone === 'done' ? <IconCheck size={16} aria-hidden /> : <IconAlertTriangle size={16} aria-hidden />}
      <span className={classes.text}>{text}</span>
      {action && (
        <button
          type="button"
          className={classes.button}
          onClick={() => {
            drop(id)
            action.run()
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className={classes.close} aria-label={t('dismiss')} onClick={() => drop(id)}>
        <IconX size={16} aria-hidden />
      </button>
    </div>
  )
}
