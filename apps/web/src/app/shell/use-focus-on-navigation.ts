import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'

/**
 * After a link has led to another page the focus stands at its beginning, so that the keyboard and a screen reader go
 * on from there; unless the page has put it somewhere itself.
 */
export function useFocusOnNavigation(): void {
  const router = useRouter()
  useEffect(
    () =>
      router.subscribe('onResolved', ({ pathChanged, fromLocation }) => {
        if (!pathChanged || !fromLocation) return
        requestAnimationFrame(() => {
          const main = document.getElementById('main')
          const focused = document.activeElement
          if (!main || (focused && focused !== document.body && main.contains(focused))) return
          if (document.querySelector('[aria-modal="true"]')) return
          main.focus({ preventScroll: true })
        })
      }),
    [router],
  )
}
