import { writeFile } from 'node:fs/promises'
import { templates } from '@baton/contract'
import { toYaml } from '@baton/importers'
import { directoryOf, type Context, type Subcommand } from './context.ts'
import { CliError, exitCodes } from './failures.ts'
import { findTemplate } from './find-template.ts'

type Options = { output?: string; published?: boolean; version?: string }

/** `baton export <template>` */
export const addExport: Subcommand = (program, act) =>
  void program
    .command('export')
    .argument('<template>', 'id or title')
    .summary('write a template as YAML')
    .description('Writes the draft of a template as YAML, which “baton import” reads back exactly.')
    .option('-o, --output <file>', 'write to this file')
    .option('--published', 'the newest published version, not the draft')
    .option('--version <number>', 'this published version')
    .action(act(exportTemplate))

async function exportTemplate(context: Context, template: string, { output, published, version }: Options) {
  const { client } = await context.connect()
  const { id: templateId, publishedVersion, title } = await findTemplate(client, template)
  const wanted = version === undefined ? (published ? publishedVersion : undefined) : Number(version)
  if (wanted === null || Number.isNaN(wanted) || (wanted !== undefined && !Number.isInteger(wanted)))
    throw new CliError(
      exitCodes.refused,
      wanted === null
        ? `“${title}” has not been published yet.`
        : `Wanted the number of a version, found “${version}”.`,
    )
  const document =
    wanted === undefined
      ? (await client.call(templates.getTemplate, { params: { templateId } })).draft
      : (await client.call(templates.getTemplateVersion, { params: { templateId, version: wanted } })).document
  const yaml = toYaml(document, await directoryOf(client))
  if (output) {
    await writeFile(output, yaml)
    context.io.tell(`“${title}” is in ${output}.\n`)
    if (context.json) context.print({ templateId, file: output }, '')
  } else context.print({ templateId, yaml }, yaml)
  return exitCodes.done
}
