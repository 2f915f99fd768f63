import { IconAlertTriangle, IconRocket } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useEditor } from './editor-context.ts'
import classes from './outline.module.css'

/** The kick-off form as the first line of the outline. */
export function KickoffRow({ walk }: { walk: (from: HTMLElement, by: 1 | -1) => void }) {
  const { t } = useTranslation('editor')
  const { state, select, findings } = useEditor()
  const fields = state.document.kickoff?.fields ?? []
  const faults = findings.filter(({ place }) => place.selection.at === 'kickoff')
  return (
    <button
      type="button"
      className={classes.kickoff}
      data-row="kickoff"
      data-selected={state.selection.at === 'kickoff' || undefined}
      onFocus={() => select({ at: 'kickoff' })}
      onClick={() => select({ at: 'kickoff' })}
      onKeyDown={(event) => {
        if (event.key === 'Enter') {
          event.preventDefault()
          return globalThis.document.querySelector<HTMLElement>('[data-panel-start]')?.focus()
        }
        const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : undefined
        if (by === undefined) return
        event.preventDefault()
        walk(event.currentTarget, by)
      }}
    >
      <IconRocket size={16} aria-hidden />
      <span className={classes.kickoffTitle}>{t('kickoff.title')}</span>
      <span className={classes.kickoffFields}>
        {fields.length === 0
          ? t('kickoff.none')
          : fields
              .slice(0, 4)
              .map(({ label }) => label || t('field.untitled'))
              .join(', ') + (fields.length > 4 ? ` +${fields.length - 4}` : '')}
      </span>
      {faults.length > 0 && (
        <span className={classes.fault} role="img" aria-label={t('findings.here', { count: faults.length })}>
          <IconAlertTriangle size={16} aria-hidden />
        </span>
      )}
    </button>
  )
}
