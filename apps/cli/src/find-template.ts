import { templates, type Client, type TemplateSummary } from '@baton/contract'
import { CliError, exitCodes } from './failures.ts'

/** A template by its id or its title, in any case; a part of the title will do when only one has it. */
export async function findTemplate(client: Client, wanted: string): Promise<TemplateSummary> {
  const { items } = await client.call(templates.listTemplates, {})
  const exact = items.filter(({ id, title }) => id === wanted || same(title) === same(wanted))
  const found = exact.length > 0 ? exact : items.filter(({ title }) => same(title).includes(same(wanted)))
  const [only, ...others] = found
  if (only && others.length === 0) return only
  const list = (found.length > 0 ? found : items).map(({ id, title }) => `  ${id}  ${title}`).join('\n')
  const message =
    found.length > 0 ? `“${wanted}” could be any of these; say which by its id:` : `No template is called “${wanted}”.`
  throw new CliError(
    exitCodes.refused,
    list ? `${message}${found.length > 0 ? '' : ' There are:'}\n${list}` : `${message} There are none yet.`,
  )
}

const same = (text: string) => text.trim().toLocaleLowerCase('en')
