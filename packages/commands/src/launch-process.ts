import type { Changed, ChangeOptions, TemplateHead } from '@baton/database'
import { type Actor, launch, type LaunchProcess, UserError } from '@baton/engine'
import { requireFiles } from './answered-files.ts'
import { contextOf } from './change-process.ts'
import type { CommandContext } from './context.ts'
import { requireKnown } from './known-people.ts'

/**
 * Launches a process from a published template; from its newest version unless another is named.
 * @throws UserError template_not_found, template_not_published (also for archived ones), member_not_found,
 *   group_not_found, file_not_found, or what the engine refuses; then nothing is recorded
 */
export async function launchProcess<R = undefined>(
  { db, processes, clock, newId }: CommandContext,
  {
    actor,
    templateId,
    templateVersion,
    name,
    answers,
    tasks,
    ...options
  }: { actor: Actor; templateVersion?: number } & Omit<LaunchProcess, 'by' | 'processId' | 'templateVersion'> &
    ChangeOptions<R>,
): Promise<Changed<R>> {
  const { orgId } = actor
  const processId = newId()
  const assignees = Object.values(tasks ?? {}).flatMap((task) => task.assignees ?? [])
  if (assignees.length > 0) {
    const named = {
      people: assignees.flatMap(({ people }) => people),
      groups: assignees.flatMap(({ groups }) => groups),
    }
    await db.read(orgId, (reader) => requireKnown(reader, orgId, named))
  }
  await requireFiles(db, actor, processId, answers)
  const given = { processId, templateId, by: actor, name, answers, tasks }
  return processes.launch(orgId, {
    processId,
    templateId,
    templateVersion: (template) => versionOf(template, templateVersion),
    decide: (definition, organization, version) =>
      launch(definition, { ...given, templateVersion: version }, contextOf(clock, organization)),
    ...options,
  })
}

/** Asked in the transaction of the launch, so that what is archived or published at that moment counts. */
function versionOf(template: TemplateHead | undefined, wanted: number | undefined): number {
  if (!template) throw new UserError('template_not_found', 'There is no such template.')
  const version = wanted ?? template.publishedVersion
  if (template.archived || version === null) throw notPublished(template.title, template.archived)
  return version
}

function notPublished(title: string, archived: boolean): UserError {
  return archived
    ? new UserError('template_not_published', `“${title}” is archived. Take it out of the archive to launch it.`)
    : new UserError('template_not_published', `“${title}” has not been published yet. Publish it to launch it.`)
}
