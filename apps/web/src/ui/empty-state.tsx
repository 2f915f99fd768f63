import { createElement, type ReactNode } from 'react'
import { Drawing, type DrawingName } from './drawing.tsx'
import classes from './empty-state.module.css'

/** Says in one sentence what will appear here, with the next action. `alert`: read out as soon as it shows. */
export function EmptyState({
  drawing,
  title,
  hint,
  level = 2,
  alert = false,
  children,
}: {
  drawing?: DrawingName
  title: string
  hint?: ReactNode
  level?: 1 | 2 | 3
  alert?: boolean
  children?: ReactNode
}) {
  return (
    <div className={classes.root} role={alert ? 'alert' : undefined}>
      {drawing && <Drawing name={drawing} className={classes.drawing} />}
      {createElement(`h${level}`, { className: classes.title }, title)}
      {hint && <p className={classes.hint}>{hint}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  )
}
