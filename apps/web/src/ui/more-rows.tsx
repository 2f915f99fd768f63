import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'

/** So many rows are drawn at first, and with each further step. */
const step = 100

/**
 * The rows of a long list that are drawn: more of them as its end comes near, so that a list of thousands opens as fast
 * as a short one. A list that is filtered anew begins at its top.
 * @param key what the list is filtered by
 * @returns the rows to draw, and what stands below them
 */
export function useMoreRows<R>(rows: readonly R[], key: string): { drawn: readonly R[]; more: ReactNode } {
  const [shown, setShown] = useState({ key, count: step })
  const count = shown.key === key ? shown.count : step
  const left = rows.length - count
  return {
    drawn: left > 0 ? rows.slice(0, count) : rows,
    more: left > 0 && <More key={count} left={left} onMore={() => setShown({ key, count: count + step })} />,
  }
}

function More({ left, onMore }: { left: number; onMore: () => void }) {
  const { t } = useTranslation()
  const end = useRef<HTMLDivElement>(null)
  const newest = useRef(onMore)
  useEffect(() => {
    newest.current = onMore
  })
  useEffect(() => {
    const near = new IntersectionObserver(([entry]) => entry?.isIntersecting && newest.current(), {
      rootMargin: '600px',
    })
    near.observe(end.current!)
    return () => near.disconnect()
  }, [])
  return (
    <div ref={end} style={{ padding: '12px 0', textAlign: 'center' }}>
      <Button variant="subtle" color="gray" size="compact-md" onClick={onMore}>
        {t('moreRows', { count: left })}
      </Button>
    </div>
  )
}
