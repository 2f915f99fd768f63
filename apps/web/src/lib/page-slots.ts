import { createContext, useContext, useEffect } from 'react'

/** Places in the top bar that a page fills: its title, and what can be done with the page as a whole. */
export type PageSlots = { title: HTMLElement | null; actions: HTMLElement | null }

export const PageSlotsContext = createContext<PageSlots>({ title: null, actions: null })
export const usePageSlots = (): PageSlots => useContext(PageSlotsContext)

/** The title of the tab, `My tasks · Baton`. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title ? `${title} · Baton` : 'Baton'
  }, [title])
}
