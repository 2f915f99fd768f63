import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'

/** The shape of a list, for pages that take longer than 200 ms. */
export function PendingPage() {
  const { t } = useTranslation()
  return (
    <div style={{ padding: '20px 24px', maxWidth: 900 }} role="status">
      <span className="visually-hidden">{t('loading')}</span>
      {[60, 92, 84, 90, 70, 88].map((width, at) => (
        <Skeleton key={width} height={at === 0 ? 20 : 14} width={`${width}%`} mt={at === 0 ? 0 : 22} />
      ))}
    </div>
  )
}
