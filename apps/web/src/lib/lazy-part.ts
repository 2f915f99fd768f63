import type { ComponentType } from 'react'

type Loaded<P> = { default: ComponentType<P> }

/** Runs it once the browser has nothing better to do. */
export const whenQuiet = (run: () => void): void => {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run)
  else if (typeof window !== 'undefined') setTimeout(run, 1000)
}

const wordsOfBrowsers =
  /dynamically imported module|Importing a module script failed|Unable to preload CSS|module script/i

/** A part of the app did not arrive: the connection was gone, or a newer version has taken its place. */
export const isPartMissing = (error: unknown): boolean => error instanceof Error && wordsOfBrowsers.test(error.message)

let connections = 0
if (typeof window !== 'undefined') addEventListener('online', () => (connections += 1))

/** How often the connection has come back, so that nobody misses it who begins to listen a moment later. */
export const connectionsSoFar = (): number => connections

/**
 * Fetches a part of the app.
 * @param again how often it was tried before
 */
export async function fetchPart<P>(load: () => Promise<Loaded<P>>, again: number): Promise<Loaded<P>> {
  // Some browsers remember for good what they could not fetch, so without a connection it is not even tried.
  if (!navigator.onLine) throw new Error('Offline: the dynamically imported module was not asked for.')
  try {
    return await load()
  } catch (missed) {
    const address = again > 0 && missed instanceof Error ? /https?:\S+\.js/.exec(missed.message)?.[0] : undefined
    if (!address) throw missed
    // Under another address the browser tries it anew.
    const part = (await import(/* @vite-ignore */ `${address}?again=${again}`)) as Partial<Loaded<P>>
    if (!part.default) throw missed
    return part as Loaded<P>
  }
}
