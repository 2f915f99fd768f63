import { oneOf, type RawSearch, textIn } from '../../lib/search-params.ts'

/** As in the contract, kept out of the first script. */
export const mailStates = ['queued', 'sent', 'failed', 'held'] as const

export type OutboxSearch = {
  state?: (typeof mailStates)[number]
  /** The mail in the panel. */
  mail?: string
}

export const readOutboxSearch = (search: RawSearch): OutboxSearch => {
  const [state, mail] = [oneOf(search, 'state', mailStates), textIn(search, 'mail')]
  return { ...(state ? { state } : {}), ...(mail ? { mail } : {}) }
}
