import { randomUUID } from 'node:crypto'
import { processes, templates } from '@baton/contract'
import type { AnswersInput } from '@baton/engine'
import { answersFrom } from './answers.ts'
import { directoryOf, type Context, type Subcommand } from './context.ts'
import { CliError, exitCodes } from './failures.ts'
import { findTemplate } from './find-template.ts'
import { readText } from './import.ts'

type Options = { name?: string; set: string[]; answers?: string; key?: string }

/** `baton launch <template>` */
export const addLaunch: Subcommand = (program, act) =>
  void program
    .command('launch')
    .argument('<template>', 'id or title')
    .summary('launch a process')
    .description('Launches a process from the newest published version of a template.')
    .option('--name <text>', 'its name; the template makes one unless given')
    .option(
      '--set <field=value>',
      'an answer of the kick-off form; may be given again',
      (word: string, before: string[]) => [...before, word],
      [],
    )
    .option('--answers <file>', 'answers as JSON, as the API takes them')
    .option('--key <text>', 'makes a repeated call launch only once')
    .action(act(launch))

async function launch(context: Context, wanted: string, { name, set, answers: file, key }: Options) {
  const { client, url } = await context.connect()
  const { id: templateId, publishedVersion, title } = await findTemplate(client, wanted)
  if (publishedVersion === null) throw new CliError(exitCodes.refused, `“${title}” has not been published yet.`)
  const { document } = await client.call(templates.getTemplateVersion, {
    params: { templateId, version: publishedVersion },
  })
  const answers: AnswersInput = {
    ...(file && (await readAnswers(file))),
    ...(set.length > 0 && answersFrom(set, document.kickoff?.fields ?? [], await directoryOf(client))),
  }
  const body = { templateId, templateVersion: publishedVersion, ...(name && { name }), answers }
  const process = await client.call(processes.launchProcess, { body, idempotencyKey: key ?? randomUUID() })
  const open = process.tasks.filter(({ status }) => status === 'open').length
  context.print(
    process,
    `“${process.name}” is launched; ${open} of ${process.tasks.length} tasks ${open === 1 ? 'is' : 'are'} open.\n${url}/processes/${process.id}\n`,
  )
  return exitCodes.done
}

async function readAnswers(file: string): Promise<AnswersInput> {
  const text = await readText(file)
  try {
    return JSON.parse(text) as AnswersInput
  } catch (error) {
    throw new CliError(exitCodes.usage, `“${file}” is no JSON: ${(error as Error).message}`)
  }
}
