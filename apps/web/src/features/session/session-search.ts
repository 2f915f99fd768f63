import { type RawSearch, textIn } from '../../lib/search-params.ts'

export type SignInSearch = {
  /** Where to go after; a path of this app only, so that a link cannot lead elsewhere. */
  next?: string
}

export const readSignInSearch = (search: RawSearch): SignInSearch => {
  const next = textIn(search, 'next')
  return next && /^\/(?![/\\])/.test(next) ? { next } : {}
}
