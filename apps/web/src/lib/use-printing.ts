import { useSyncExternalStore } from 'react'
import { flushSync } from 'react-dom'

let printing = false
const listeners = new Set<() => void>()
const set = (next: boolean) => {
  if (printing === next) return
  printing = next
  // The page is printed as it stands when the browser has told of it.
  flushSync(() => listeners.forEach((listener) => listener()))
}
if (typeof window !== 'undefined') {
  addEventListener('beforeprint', () => set(true))
  addEventListener('afterprint', () => set(false))
  matchMedia('print').addEventListener('change', ({ matches }) => set(matches))
}

/** Whether the page is being printed, for what stands on paper only: drawn no sooner, it costs the screen nothing. */
export const usePrinting = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => printing,
  )
