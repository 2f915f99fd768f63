import { useSyncExternalStore } from 'react'

let now = Date.now()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void) {
  if (listeners.size === 0) {
    now = Date.now()
    timer = setInterval(tick, 30_000)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}
function tick() {
  now = Date.now()
  for (const listener of listeners) listener()
}

/** The time, moving every half minute: one timer for all relative times on the page. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now)
