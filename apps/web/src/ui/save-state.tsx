import { IconAlertTriangle, IconCheck, IconLoader2 } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './save-state.module.css'

/** `saved` only once the server has said so. */
export type Saving = 'idle' | 'unsaved' | 'saving' | 'saved' | 'failed'

export function SaveState({ state, onRetry }: { state: Saving; onRetry?: () => void }) {
  const { t } = useTranslation()
  return (
    <span className={classes.root} data-state={state} role="status">
      {state === 'saving' && <IconLoader2 size={14} className={classes.turning} aria-hidden />}
      {state === 'saved' && <IconCheck size={14} aria-hidden />}
      {state === 'failed' && <IconAlertTriangle size={14} aria-hidden />}
      {state === 'idle' || state === 'unsaved' ? '' : <span className={classes.words}>{t(`saving.${state}`)}</span>}
      {state === 'failed' && onRetry && (
        <button type="button" className={classes.retry} onClick={onRetry}>
          {t('error.retry')}
        </button>
      )}
    </span>
  )
}
