import { Skeleton } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import classes from './tracker.module.css'

/** The shape of what comes. */
export function TrackerShape({ cards }: { cards: boolean }) {
  const { t } = useTranslation()
  return (
    <div role="status" className={cards ? classes.cards : classes.shape}>
      <span className="visually-hidden">{t('loading')}</span>
      {[46, 62, 38, 54, 44, 58].map((width) =>
        cards ? (
          <Skeleton key={width} height={96} radius="md" />
        ) : (
          <div key={width}>
            <Skeleton height={22} width={22} radius="sm" />
            <Skeleton height={12} width={`${width * 0.6}%`} />
            <Skeleton height={12} width={90} ml="auto" />
            <Skeleton height={12} width={70} />
          </div>
        ),
      )}
    </div>
  )
}
