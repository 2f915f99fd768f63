import { flagIn, type RawSearch, textIn } from '../../lib/search-params.ts'

export type TemplatesSearch = { text?: string; tag?: string; archived?: true }

export const readTemplatesSearch = (search: RawSearch): TemplatesSearch => {
  const [text, tag, archived] = [textIn(search, 'text'), textIn(search, 'tag'), flagIn(search, 'archived')]
  return { ...(text ? { text } : {}), ...(tag ? { tag } : {}), ...(archived ? { archived } : {}) }
}
