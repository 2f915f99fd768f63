import { type RawSearch, textIn } from '../../lib/search-params.ts'

export type LaunchSearch = { text?: string }

export const readLaunchSearch = (search: RawSearch): LaunchSearch => {
  const text = textIn(search, 'text')
  return text ? { text } : {}
}
