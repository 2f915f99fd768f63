import { search as contract, type SearchHit } from '@baton/contract'
import { membersNamed, processesNamed, templatesNamed } from '@baton/database'
import { endpoint } from '../../endpoint.ts'

export const search = endpoint(contract.search, (ctx, { actor: { orgId }, query: { text } }) =>
  ctx.db.read(orgId, async (reader) => {
    const [templates, processes, members] = await Promise.all([
      templatesNamed(reader, orgId, text),
      processesNamed(reader, orgId, text),
      membersNamed(reader, orgId, text),
    ])
    const headOf = await ctx.versionHeads.of(reader, orgId, processes)
    const emojiOf = (emoji: string | null) => (emoji ? { emoji } : {})
    const items: SearchHit[] = [
      ...templates.map(({ id, title, emoji, publishedVersion }) => ({
        kind: 'template' as const,
        id,
        title,
        detail: publishedVersion === null ? 'Draft' : `Version ${publishedVersion}`,
        ...emojiOf(emoji),
      })),
      ...processes.map((process) => ({
        kind: 'process' as const,
        id: process.id,
        title: process.name,
        detail: headOf(process).title,
        ...emojiOf(headOf(process).emoji),
      })),
      ...members.map(({ id, name, email, jobTitle }) => ({
        kind: 'member' as const,
        id,
        title: name,
        detail: jobTitle ?? email,
      })),
    ]
    return { items }
  }),
)
