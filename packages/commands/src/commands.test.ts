import type { MemberActor, TemplateDocument } from '@baton/engine'
import { openProcessStore, verifyProcesses } from '@baton/database'
import { newId } from '@baton/runtime'
import {
  buildGroup,
  buildMember,
  buildOrganization,
  type BuiltOrganization,
  type ClonedDatabase,
  cloneDatabase,
} from '@baton/testing'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  addMember,
  archiveTemplate,
  changeGroup,
  changeMember,
  changeProcess,
  type CommandContext,
  createGroup,
  createOrganization,
  createTemplate,
  jobsThatFollow,
  launchProcess,
  publishTemplate,
  saveTemplateDraft,
} from './index.ts'

let clone: ClonedDatabase
let ctx: CommandContext
let organization: BuiltOrganization
let ana: MemberActor

beforeAll(async () => {
  clone = await cloneDatabase()
  const processes = openProcessStore({ url: clone.ownerUrl, jobsFor: jobsThatFollow })
  ctx = { db: clone.db, processes, clock: { now: () => new Date() }, newId }
})
beforeEach(async () => {
  organization = await buildOrganization(clone.db)
  ana = organization.administrator.actor
})
afterAll(async () => {
  expect((await verifyProcesses(clone.db)).faults).toEqual([])
  await ctx.processes.close()
  await clone.drop()
})

const document = (title = 'Leave', more: Partial<TemplateDocument> = {}): TemplateDocument => ({
  title,
  steps: [{ id: 'ask', type: 'task', title: 'Ask' }],
  ...more,
})
const published = async (given = document()) => {
  const templateId = await createTemplate(ctx, { actor: ana, document: given })
  await publishTemplate(ctx, { actor: ana, templateId, draftRevision: 1 })
  return templateId
}
const count = async (table: string) =>
  Number((await clone.sql(`select count(*) as n from ${table} where org_id = $1`, [ana.orgId]))[0]!.n)

describe('templates', () => {
  test('a draft becomes version after version, and what is published stays', async () => {
    const templateId = await published()
    const revision = await saveTemplateDraft(ctx, {
      actor: ana,
      templateId,
      document: document('Absence'),
      baseRevision: 1,
    })
    expect(await publishTemplate(ctx, { actor: ana, templateId, draftRevision: revision })).toBe(2)
    const versions = await clone.sql(
      'select version, document->>$2 as title from template_version where template_id = $1 order by 1',
      [templateId, 'title'],
    )
    expect(versions.map(({ title }) => title)).toEqual(['Leave', 'Absence'])
  })

  test('publishing a revision again changes nothing', async () => {
    const templateId = await published()
    expect(await publishTemplate(ctx, { actor: ana, templateId, draftRevision: 1 })).toBe(1)
    expect(await count('template_version')).toBe(1)
  })

  test('a draft that somebody else saved in the meantime is not overwritten', async () => {
    const templateId = await createTemplate(ctx, { actor: ana, document: document() })
    const save = (title: string) =>
      saveTemplateDraft(ctx, { actor: ana, templateId, document: document(title), baseRevision: 1 })
    const results = await Promise.allSettled([save('One'), save('Two')])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'draft_conflict' } })
    expect((await clone.sql('select draft_revision from template where id = $1', [templateId]))[0]).toEqual({
      draft_revision: '2',
    })
  })

  test('all faults of a draft keep it from being published', async () => {
    const faulty = document('', {
      steps: [{ id: 'ask', type: 'task', title: '', after: ['nowhere'], assign: { members: [newId()] } }],
    })
    const templateId = await createTemplate(ctx, { actor: ana, document: faulty })
    const refusal = await publishTemplate(ctx, { actor: ana, templateId, draftRevision: 1 }).catch(
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ code: 'invalid_template' })
    const paths = (refusal as { findings: { path: string }[] }).findings.map(({ path }) => path)
    expect(paths).toEqual(
      expect.arrayContaining(['/title', '/steps/0/title', '/steps/0/after/0', '/steps/0/assign/members/0']),
    )
    expect(await count('template_version')).toBe(0)
  })

  test('an archived one cannot be launched or published until it is taken out', async () => {
    const templateId = await published()
    await archiveTemplate(ctx, { actor: ana, templateId, archived: true })
    await expect(launchProcess(ctx, { actor: ana, templateId })).rejects.toMatchObject({
      code: 'template_not_published',
    })
    await archiveTemplate(ctx, { actor: ana, templateId, archived: false })
    await launchProcess(ctx, { actor: ana, templateId })
    expect(await count('process')).toBe(1)
  })

  test('one that was never published cannot be launched', async () => {
    const templateId = await createTemplate(ctx, { actor: ana, document: document() })
    await expect(launchProcess(ctx, { actor: ana, templateId })).rejects.toMatchObject({
      code: 'template_not_published',
    })
  })

  test('of another organization does not exist', async () => {
    const templateId = await published()
    const stranger = (await buildOrganization(clone.db)).administrator.actor
    await expect(launchProcess(ctx, { actor: stranger, templateId })).rejects.toMatchObject({
      code: 'template_not_found',
    })
  })
})

describe('processes', () => {
  test('keep the version they were launched from', async () => {
    const templateId = await published()
    const { process } = await launchProcess(ctx, { actor: ana, templateId })
    await saveTemplateDraft(ctx, { actor: ana, templateId, document: document('Absence'), baseRevision: 1 })
    await publishTemplate(ctx, { actor: ana, templateId, draftRevision: 2 })
    const done = await changeProcess(ctx, {
      actor: ana,
      processId: process.id,
      command: { type: 'complete', taskId: 'ask' },
    })
    expect(done.process).toMatchObject({ templateVersion: 1, status: 'finished' })
    expect((await launchProcess(ctx, { actor: ana, templateId })).process.templateVersion).toBe(2)
  })

  test.each([
    ['assign', { type: 'assign', taskId: 'ask', assignees: { people: [newId()], groups: [] } }, 'member_not_found'],
    ['group', { type: 'assign', taskId: 'ask', assignees: { people: [], groups: [newId()] } }, 'group_not_found'],
    ['mention', { type: 'comment', commentId: newId(), text: 'Hi', mentions: [newId()] }, 'member_not_found'],
    ['watch', { type: 'watch', personId: newId() }, 'member_not_found'],
  ] as const)('name only people and groups that exist: %s', async (_, command, code) => {
    const { process } = await launchProcess(ctx, { actor: ana, templateId: await published() })
    await expect(
      changeProcess(ctx, { actor: ana, processId: process.id, command: structuredClone(command) as never }),
    ).rejects.toMatchObject({ code })
    expect(await count('event')).toBe(process.version)
  })

  test('take only files that were uploaded, by their own people, and share them from then on', async () => {
    const templateId = await published(
      document('Invoice', {
        steps: [{ id: 'ask', type: 'task', title: 'Ask', fields: [{ id: 'scan', type: 'file', label: 'Scan' }] }],
      }),
    )
    const { process } = await launchProcess(ctx, { actor: ana, templateId })
    const ben = await buildMember(clone.db, ana.orgId)
    const file = { id: newId(), name: 'scan.pdf', size: 3, type: 'application/pdf' }
    await clone.db.write(ana.orgId, (tx) =>
      tx
        .insertInto('file')
        .values({ ...file, org_id: ana.orgId, sha256: Buffer.alloc(32), uploaded_by: ben.id, process_id: null })
        .execute(),
    )
    const save = (actor: MemberActor, scan: object[]) =>
      changeProcess(ctx, {
        actor,
        processId: process.id,
        command: { type: 'saveDraft', taskId: 'ask', answers: { scan } } as never,
      })
    await expect(save(ana, [file])).rejects.toMatchObject({ code: 'file_not_found' })
    await expect(save(ben.actor, [{ ...file, name: 'invoice.exe' }])).rejects.toMatchObject({ code: 'file_not_found' })
    expect(await clone.sql('select process_id from file where id = $1', [file.id])).toEqual([{ process_id: null }])
    await save(ben.actor, [file])
    expect(await clone.sql('select process_id from file where id = $1', [file.id])).toEqual([
      { process_id: process.id },
    ])
    await save(ana, [file])
  })
})

describe('people', () => {
  test('only administrators look after members and groups', async () => {
    const { actor } = await buildMember(clone.db, ana.orgId)
    const before = await count('member')
    const given = { actor, name: 'Eve', email: 'eve@example.org', role: 'member' as const }
    await expect(addMember(ctx, given)).rejects.toMatchObject({ code: 'not_allowed' })
    await expect(changeMember(ctx, { actor, memberId: actor.id, role: 'administrator' })).rejects.toMatchObject({
      code: 'not_allowed',
    })
    await expect(createGroup(ctx, { actor, name: 'Mine', members: [] })).rejects.toMatchObject({ code: 'not_allowed' })
    expect(await count('member')).toBe(before)
    expect(await count('people_group')).toBe(0)
  })

  test('a person is added once, by the address whatever its capitals', async () => {
    const given = { actor: ana, name: 'Eve', role: 'member' as const }
    await addMember(ctx, { ...given, email: `Eve-${ana.orgId}@Example.org` })
    await expect(addMember(ctx, { ...given, email: `eve-${ana.orgId}@example.org` })).rejects.toMatchObject({
      code: 'already_exists',
    })
    expect(await count('member')).toBe(2)
  })

  test('a member of two organizations has one account, and keeps the password', async () => {
    const email = `both-${ana.orgId}@example.org`
    await addMember(ctx, { actor: ana, name: 'Both', email, role: 'member', passwordHash: 'first' })
    const other = (await buildOrganization(clone.db)).administrator.actor
    await addMember(ctx, { actor: other, name: 'Both', email, role: 'member', passwordHash: 'second' })
    const accounts = await clone.sql('select password_hash from account where email = $1', [email])
    expect(accounts).toEqual([{ password_hash: 'first' }])
  })

  test('the last administrator stays one, even when two resign at the same moment', async () => {
    await expect(changeMember(ctx, { actor: ana, memberId: ana.id, role: 'member' })).rejects.toMatchObject({
      code: 'last_administrator',
    })
    const ben = await buildMember(clone.db, ana.orgId, { role: 'administrator' })
    const results = await Promise.allSettled([
      changeMember(ctx, { actor: ana, memberId: ana.id, role: 'member' }),
      changeMember(ctx, { actor: ben.actor, memberId: ben.id, status: 'deactivated' }),
    ])
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(1)
    const left = await clone.sql(
      `select count(*)::int as n from member where org_id = $1 and role = 'administrator' and status = 'active'`,
      [ana.orgId],
    )
    expect(left).toEqual([{ n: 1 }])
  })

  test('who is deactivated is signed out everywhere and enters no more', async () => {
    const ben = await buildMember(clone.db, ana.orgId)
    await clone.db.write(ana.orgId, async (tx) => {
      const own = { org_id: ana.orgId, member_id: ben.id }
      await tx
        .insertInto('session')
        .values({ ...own, token_hash: Buffer.from('s'), expires_at: '2099-01-01T00:00:00.000Z', user_agent: null })
        .execute()
      await tx
        .insertInto('access_token')
        .values({ ...own, id: newId(), token_hash: Buffer.from('t'), name: 'CI', last_used_at: null, expires_at: null })
        .execute()
    })
    await changeMember(ctx, { actor: ana, memberId: ben.id, status: 'deactivated' })
    expect([await count('session'), await count('access_token')]).toEqual([0, 0])
    expect(await clone.sql('select org_id from membership where account_id = $1', [ben.accountId])).toEqual([])
    await changeMember(ctx, { actor: ana, memberId: ben.id, status: 'active' })
    expect(await clone.sql('select org_id from membership where account_id = $1', [ben.accountId])).toEqual([
      { org_id: ana.orgId },
    ])
  })

  test('a group has a name of its own and exactly the members it was given', async () => {
    const ben = await buildMember(clone.db, ana.orgId)
    const groupId = await createGroup(ctx, { actor: ana, name: 'Finance', members: [ana.id] })
    await expect(createGroup(ctx, { actor: ana, name: 'finance', members: [] })).rejects.toMatchObject({
      code: 'already_exists',
    })
    await changeGroup(ctx, { actor: ana, groupId, name: 'Finance', members: [ben.id, ben.id] })
    expect(await clone.sql('select member_id from group_member where group_id = $1', [groupId])).toEqual([
      { member_id: ben.id },
    ])
    await expect(changeGroup(ctx, { actor: ana, groupId, name: 'Finance', members: [newId()] })).rejects.toMatchObject({
      code: 'member_not_found',
    })
    expect(await count('group_member')).toBe(1)
  })

  test('a group of another organization cannot be changed', async () => {
    const elsewhere = await buildOrganization(clone.db)
    const groupId = await buildGroup(clone.db, elsewhere.orgId, 'Theirs')
    await expect(changeGroup(ctx, { actor: ana, groupId, name: 'Mine', members: [] })).rejects.toMatchObject({
      code: 'group_not_found',
    })
  })
})

test('an organization begins with its administrator, who may belong to another one too', async () => {
  const administrator = { name: 'Mia', email: `mia-${ana.orgId}@example.org`, passwordHash: 'x' }
  const first = await createOrganization(ctx, {
    name: 'Müller & Söhne',
    timeZone: 'Europe/Zurich',
    locale: 'de',
    administrator,
  })
  const second = await createOrganization(ctx, { name: 'Zwei', timeZone: 'Europe/Zurich', locale: 'de', administrator })
  expect(await clone.sql('select slug from organization where org_id = $1', [first.orgId])).toEqual([
    { slug: 'muller-sohne' },
  ])
  const organizations = await clone.sql(
    'select m.org_id from membership m join account a on a.id = m.account_id where a.email = $1',
    [administrator.email],
  )
  expect(organizations.map(({ org_id }) => org_id).sort()).toEqual([first.orgId, second.orgId].sort())
})
