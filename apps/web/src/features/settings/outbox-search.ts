import { type RawSearch, textIn } from '../../lib/search-params.ts'

export type OutboxSearch = { state?: string; mail?: string }

export const readOutboxSearch = (search: RawSearch): OutboxSearch => {
  const [state, mail] = [textIn(search, 'state'), textIn(search, 'mail')]
  return { ...(state ? { state } : {}), ...(mail ? { mail } : {}) }
}
