import { Button } from '@mantine/core'
import { IconGitBranch } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '../../../ui/error-state.tsx'
import { toastFailed } from '../../../ui/toast.tsx'
import classes from './editor.module.css'
import type { DraftSaving } from './use-draft-saving.ts'

/** Two people changed the draft: says what each choice keeps and what it loses. */
export function DraftConflict({ saving }: { saving: DraftSaving }) {
  const { t } = useTranslation('editor')
  const [deciding, setDeciding] = useState(false)
  const decide = async (choice: 'reload' | 'overwrite') => {
    setDeciding(true)
    await saving.resolve(choice).catch((refused: unknown) => toastFailed(messageOf(refused)))
    setDeciding(false)
  }
  return (
    <div className={classes.conflict} role="alert">
      <IconGitBranch size={18} aria-hidden />
      <div>
        <strong>{t('conflict.title')}</strong>
        <p>{t('conflict.text')}</p>
        <Button size="compact-sm" variant="default" loading={deciding} onClick={() => void decide('reload')}>
          {t('conflict.reload')}
        </Button>{' '}
        <Button size="compact-sm" variant="default" loading={deciding} onClick={() => void decide('overwrite')}>
          {t('conflict.overwrite')}
        </Button>
      </div>
    </div>
  )
}
