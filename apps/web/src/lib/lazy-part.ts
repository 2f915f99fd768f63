import { type ComponentType, lazy, type LazyExoticComponent } from 'react'

/** Runs it once the browser has nothing better to do. */
const whenQuiet = (run: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run)
  else if (typeof window !== 'undefined') setTimeout(run, 1000)
}

/**
 * A part of a page that is not needed at first. It is fetched in a quiet moment, so that it opens at once, and also when
 * the connection is gone by then.
 */
export function lazyPart<P extends object>(
  load: () => Promise<{ default: ComponentType<P> }>,
): LazyExoticComponent<ComponentType<P>> {
  // Should this fail, it is fetched anew when it is shown.
  whenQuiet(() => void load().catch(() => {}))
  return lazy(load)
}

const wordsOfBrowsers =
  /dynamically imported module|Importing a module script failed|Unable to preload CSS|module script/i

/** A part of the app did not arrive: the connection was gone, or a newer version has taken its place. */
export const isPartMissing = (error: unknown): boolean => error instanceof Error && wordsOfBrowsers.test(error.message)
