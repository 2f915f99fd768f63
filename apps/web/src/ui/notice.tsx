import { IconAlertTriangle, IconCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

const icons = { red: IconAlertTriangle, amber: IconAlertTriangle, blue: IconInfoCircle, green: IconCheck }

/** Something to know before going on, within the page. `alert`: read out as soon as it shows. */
export function Notice({
  tone,
  title,
  alert = false,
  children,
}: {
  tone: keyof typeof icons
  title?: string
  alert?: boolean
  children?: ReactNode
}) {
  const Icon = icons[tone]
  return (
    <div className={classes.notice} data-tone={tone} role={alert ? 'alert' : undefined}>
      <Icon size={18} aria-hidden />
      <div className={classes.body}>
        {title && <strong>{title}</strong>}
        {children}
      </div>
    </div>
  )
}
