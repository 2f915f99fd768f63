import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { templates, type Client, type TemplateView } from '@baton/contract'
import { findingsOf, UserError, type TemplateDocument } from '@baton/engine'
import { importDocument, type Imported } from '@baton/importers'
import { directoryOf, type Context, type Subcommand } from './context.ts'
import { CliError, exitCodes } from './failures.ts'

type Options = { publish?: boolean; dryRun?: boolean; into?: string; another?: boolean; note?: string }

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
    .option('--another', 'make a template though the same file has become one within the last day')
    .option('--dry-run', 'change nothing, only say what would become of it')
    .action(act(importFile))

async function importFile(context: Context, file: string, { publish, dryRun, into, another, note }: Options) {
  const text = await readText(file)
  const client = dryRun ? await clientIfSignedIn(context) : (await context.connect()).client
  const directory = client ? await directoryOf(client) : { members: [], groups: [] }
  const imported = importDocument({ fileName: path.basename(file), text }, directory)
  if (!context.json) context.io.tell(reportText(file, imported))
  if (dryRun || !client) {
    context.print({ ...imported, template: null }, 'Nothing was changed.\n')
    return exitCodes.done
  }

  if (publish) refuseUnpublishable(imported.document)
  let template = into
    ? await replaceDraft(client, into, imported.document)
    : await createOnce(client, imported.document, another)
  // A repeated import may find it published.
  if (publish && (template.publishedVersion === null || template.unpublishedChanges)) {
    const body = { draftRevision: template.draftRevision, ...(note && { note }) }
    template = await client.call(templates.publishTemplate, { params: { templateId: template.id }, body })
  }
  context.print({ ...imported, template }, outcome(template, publish))
  return exitCodes.done
}

/** Said before anything is made, so that a refused import leaves nothing behind. */
function refuseUnpublishable(document: TemplateDocument): void {
  const findings = findingsOf(document)
  if (findings.length === 0) return
  const faults = findings.length === 1 ? 'one fault' : `${findings.length} faults`
  const message = `“${document.title}” cannot be published: it has ${faults}. Nothing was changed; without --publish it becomes a draft.`
  throw new UserError('invalid_template', message, findings)
}

async function replaceDraft(client: Client, templateId: string, document: TemplateDocument): Promise<TemplateView> {
  const { draftRevision } = await client.call(templates.getTemplate, { params: { templateId } })
  const body = { document, baseRevision: draftRevision }
  return client.call(templates.saveTemplateDraft, { params: { templateId }, body })
}

/**
 * Makes a template of a document, or finds the one that an import of the same document made within the last day: then
 * an import that was interrupted, or a loop over many files of which one was refused, can be repeated as it was.
 * @throws CliError when that one has been changed or archived since
 */
async function createOnce(client: Client, document: TemplateDocument, another = false): Promise<TemplateView> {
  const idempotencyKey = another
    ? undefined
    : `import-${createHash('sha256').update(JSON.stringify(document)).digest('hex')}`
  const made = await client.call(templates.createTemplate, { body: { document }, idempotencyKey })
  const { id: templateId, draftRevision } = made
  const now = await client.call(templates.getTemplate, { params: { templateId } })
  if (!now.archived && now.draftRevision === draftRevision) return now
  throw new CliError(
    exitCodes.refused,
    `The same document has been imported within the last day, as “${now.title}” (${templateId}), which has been ` +
      `${now.archived ? 'archived' : 'changed'} since. Nothing was changed. ` +
      `${now.archived ? '' : `--into ${templateId} puts this one in its place, `}--another makes one more template.`,
  )
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
