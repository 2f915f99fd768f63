import { CloseButton } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'

/** On narrow screens the panel covers the outline; this leads back. */
export function BackButton({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('editor')
  return (
    <CloseButton onClick={onClose} aria-label={t('backToOutline')} icon={<IconArrowLeft size={18} aria-hidden />} />
  )
}
