import { readFile, readdir } from 'node:fs/promises'
import {
  addMember,
  createGroup,
  createOrganization,
  createTemplate,
  expireTask,
  jobsThatFollow,
  publishTemplate,
  type CommandContext,
} from '@baton/commands'
import { openDatabase, openProcessStore } from '@baton/database'
import type { MemberActor, TemplateDocument } from '@baton/engine'
import { fromYaml, type Directory } from '@baton/importers'
import { newId } from '@baton/runtime'
import { hash } from '@node-rs/argon2'
import { demoSignIn, emailOf, groups, organization, people, unfinished, type Handle } from './organization.ts'
import { castFor, handles, play, type Actors } from './play.ts'
import { colleagues } from './stories/colleagues.ts'
import { guests, residences } from './stories/guests.ts'
import { invoices } from './stories/invoices.ts'
import { monthEnd } from './stories/month-end.ts'
import { software } from './stories/software.ts'
import { ward } from './stories/ward.ts'

export { demoSignIn }

const templates = new URL('./templates/', import.meta.url)

/**
 * Makes the demo organization: its people, its templates, and processes in every state, as if they had worked with
 * Baton for two months. Made through the commands, so the event log is as true as any. Until the last story is told the
 * organization carries the setting `unfinished`.
 * @param where `databaseUrl` of a migrated database
 */
export async function seedDemo(where: { databaseUrl: string }, now = new Date()): Promise<void> {
  const db = openDatabase({ url: where.databaseUrl, connections: 4 })
  const processes = openProcessStore({ url: where.databaseUrl, jobsFor: jobsOnceAllIsTold })
  try {
    const ctx = { db, processes, newId }
    const { timeZone } = organization
    const { actors, directory } = await hirePeople(ctx)
    const templateIds = await publishTemplates(
      { ...ctx, clock: { now: () => weeksBefore(now, 10) } },
      actors,
      directory,
    )
    const cast = castFor(actors, now, timeZone)
    const stories = [invoices, colleagues, ward, software, monthEnd, guests, residences].flatMap((tell) => tell(cast))
    await Promise.all(stories.map((story) => play(story, { ctx, actors, templateIds, now, timeZone })))
    const { orgId } = actors.mara
    await db.write(orgId, (tx) =>
      tx.updateTable('organization').set({ settings: '{}' }).where('org_id', '=', orgId).execute(),
    )
  } finally {
    await processes.close()
    await db.close()
  }
}

const longestTelling = 5 * 60_000

/**
 * As ever, but no step is ended by its deadline, which is long past, while the stories are told: a worker that runs
 * already would be there before the person who ends it in the story.
 */
function jobsOnceAllIsTold(...happened: Parameters<typeof jobsThatFollow>): ReturnType<typeof jobsThatFollow> {
  const told = new Date(Date.now() + longestTelling).toISOString()
  return jobsThatFollow(...happened).map((job) =>
    job.task === expireTask.name && (job.runAt ?? '') < told ? { ...job, runAt: told } : job,
  )
}

async function hirePeople(ctx: Omit<CommandContext, 'clock'>): Promise<{ actors: Actors; directory: Directory }> {
  // One hash for all: hashing is slow on purpose, and this password is printed on the screen.
  const passwordHash = await hash(demoSignIn.password.normalize('NFKC'), {
    algorithm: 2,
    memoryCost: 19_456,
    timeCost: 2,
    parallelism: 1,
  })
  const [first, ...others] = handles
  const founder = await createOrganization(ctx, {
    ...organization,
    settings: { [unfinished]: true },
    administrator: { ...people[first!], email: emailOf(first!), passwordHash },
  })
  const ids = new Map<Handle, string>([[first!, founder.id]])
  for (const handle of others) {
    ids.set(
      handle,
      await addMember(ctx, { actor: founder, ...people[handle], email: emailOf(handle), role: 'member', passwordHash }),
    )
  }
  const groupIds = new Map<string, string>()
  for (const [name, members] of Object.entries(groups))
    groupIds.set(
      name,
      await createGroup(ctx, { actor: founder, name, members: members.map((handle) => ids.get(handle)!) }),
    )

  const actorOf = (handle: Handle): MemberActor => ({
    ...founder,
    id: ids.get(handle)!,
    role: handle === first ? 'administrator' : 'member',
    groups: Object.entries(groups).flatMap(([name, members]) =>
      (members as readonly Handle[]).includes(handle) ? [groupIds.get(name)!] : [],
    ),
  })
  return {
    actors: Object.fromEntries(handles.map((handle) => [handle, actorOf(handle)])) as Actors,
    directory: {
      members: handles.map((handle) => ({ id: ids.get(handle)!, email: emailOf(handle) })),
      groups: [...groupIds].map(([name, id]) => ({ id, name })),
    },
  }
}

/** Whose templates they are. */
const owners: Record<string, Handle> = {
  'answer-a-complaint': 'noor',
  'approve-an-invoice': 'tomas',
  'close-the-month': 'ingrid',
  'discharge-a-patient': 'lena',
  'hand-over-an-apartment': 'noor',
  'release-the-booking-app': 'yuki',
  'welcome-a-colleague': 'priya',
}

/** @returns ids by the name of the file */
async function publishTemplates(
  ctx: CommandContext,
  actors: Actors,
  directory: Directory,
): Promise<Map<string, string>> {
  const ids = new Map<string, string>()
  for (const [name, document] of await demoTemplates(directory)) {
    const actor = actors[owners[name] ?? 'mara']
    const templateId = await createTemplate(ctx, { actor, document })
    await publishTemplate(ctx, { actor, templateId, draftRevision: 1, note: 'First version' })
    ids.set(name, templateId)
  }
  return ids
}

/** The templates of the demo by the name of their file. @throws UserError unreadable_document */
export async function demoTemplates(directory: Directory): Promise<Map<string, TemplateDocument>> {
  const names = (await readdir(templates)).filter((name) => name.endsWith('.yaml')).toSorted()
  const texts = await Promise.all(names.map((name) => readFile(new URL(name, templates), 'utf8')))
  return new Map(names.map((name, index) => [name.replace(/\.yaml$/, ''), fromYaml(texts[index]!, directory)]))
}

const weeksBefore = (now: Date, weeks: number) => new Date(now.getTime() - weeks * 7 * 86_400_000)
