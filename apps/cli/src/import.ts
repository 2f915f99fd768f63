import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { templates, type TemplateView } from '@baton/contract'
import { importDocument, type Imported } from '@baton/importers'
import { directoryOf, type Context, type Subcommand } from './context.ts'
import { CliError, exitCodes } from './failures.ts'

type Options = { publish?: boolean; dryRun?: boolean; into?: string; note?: string }

const formats = {
  'github-issue-form': 'a GitHub issue form',
  'markdown-checklist': 'a Markdown checklist',
  'baton-yaml': 'a template of Baton',
}

/** `baton import <file>` */
export const addImport: Subcommand = (program, act) =>
  void program
    .command('import')
    .argument('<file>', 'GitHub issue form (.yml), Markdown checklist (.md) or Baton template (.yaml)')
    .summary('make a template of a document')
    .description('Makes a template of a document. It becomes a draft; what could not be mapped is said line by line.')
    .option('--publish', 'publish it as well')
    .option('--note <text>', 'what is new, for the list of versions')
    .option('--into <template id>', 'replace the draft of this template')
    .option('--dry-run', 'change nothing, only say what would become of it')
    .action(act(importFile))

async function importFile(context: Context, file: string, { publish, dryRun, into, note }: Options) {
  const text = await readText(file)
  const client = dryRun ? await clientIfSignedIn(context) : (await context.connect()).client
  const directory = client ? await directoryOf(client) : { members: [], groups: [] }
  const imported = importDocument({ fileName: path.basename(file), text }, directory)
  if (!context.json) context.io.tell(reportText(file, imported))
  if (dryRun || !client) {
    context.print({ ...imported, template: null }, 'Nothing was changed.\n')
    return exitCodes.done
  }

  let template: TemplateView
  if (into) {
    const { draftRevision } = await client.call(templates.getTemplate, { params: { templateId: into } })
    const body = { document: imported.document, baseRevision: draftRevision }
    template = await client.call(templates.saveTemplateDraft, { params: { templateId: into }, body })
  } else template = await client.call(templates.createTemplate, { body: { document: imported.document } })
  if (publish) {
    const body = { draftRevision: template.draftRevision, ...(note && { note }) }
    template = await client.call(templates.publishTemplate, { params: { templateId: template.id }, body })
  }
  context.print({ ...imported, template }, outcome(template, publish))
  return exitCodes.done
}

/** For a dry run people are nice to have: without a server nobody is known. */
async function clientIfSignedIn(context: Context) {
  try {
    return (await context.connect()).client
  } catch (error) {
    if (error instanceof CliError && error.exitCode === exitCodes.notAllowed) return undefined
    throw error
  }
}

function outcome({ id, title, publishedVersion, findings }: TemplateView, published = false): string {
  if (published) return `“${title}” is published as version ${publishedVersion}.\n${id}\n`
  const faults = findings.map(({ path: at, message }) => `  ${at}: ${message}\n`).join('')
  return `“${title}” is a draft.${faults ? ` Before it can be published:\n${faults}` : ''}\n${id}\n`
}

function reportText(file: string, { format, document, report }: Imported): string {
  const { steps, milestones = [], kickoff } = document
  const fields = [...(kickoff?.fields ?? []), ...steps.flatMap((step) => step.fields ?? [])]
  const boxes = fields.reduce((sum, field) => sum + (field.type === 'checklist' ? (field.options?.length ?? 0) : 0), 0)
  const parts = [
    count(steps.length, 'step'),
    milestones.length && count(milestones.length, 'milestone'),
    fields.length && count(fields.length, 'field'),
    boxes && `${count(boxes, 'box', 'boxes')} to tick`,
  ]
  const lines = report.map(({ line, severity, message }) => `  ${file}:${line}  ${severity}: ${message}\n`)
  return `${file} is ${formats[format]}: “${document.title}”, ${parts.filter(Boolean).join(', ')}.\n${lines.join('')}`
}

const count = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`

/** @throws CliError that says what is wrong with the file */
export async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    const reason =
      { ENOENT: 'there is no such file', EISDIR: 'it is a folder', EACCES: 'you may not read it' }[code ?? ''] ??
      message
    throw new CliError(exitCodes.usage, `“${file}” could not be read: ${reason}.`)
  }
}
