import { processes } from '@baton/contract'
import { insertFile, writeMail } from '@baton/database'
import { newId } from '@baton/runtime'
import { buildGroup, buildTemplate } from '@baton/testing'
import { hiring, tokenOf, type TestApi, type TestOrganization } from './api.ts'

/** Something real for every id that a route can name, and a body that each route takes. */
export type Samples = {
  params: Record<string, string | number>
  bodies: Record<string, object>
  queries: Record<string, object>
}

/** Builds one of everything in an organization. */
export async function buildSamples(api: TestApi, team: TestOrganization): Promise<Samples> {
  const { orgId, administrator } = team
  const { templateId } = await buildTemplate(api.database.db, administrator.actor, hiring)
  const { body: process } = await api.call(administrator.as, processes.launchProcess, {
    body: { templateId, answers: { name: 'Sample' } },
  })
  const [fileId, mailId] = [newId(), newId()]
  const groupId = await buildGroup(api.database.db, orgId)
  await tokenOf(api, administrator.actor, ['read'])
  const [token] = await api.database.sql<{ id: string }>('select id from access_token where org_id = $1', [orgId])
  await api.ctx.db.write(orgId, async (tx) => {
    const now = new Date().toISOString()
    const sha256 = Buffer.alloc(32)
    await insertFile(tx, orgId, {
      id: fileId,
      name: 'a.txt',
      size: 1,
      type: 'text/plain',
      sha256,
      uploadedBy: administrator.id,
      now,
    })
    await writeMail(tx, orgId, {
      id: mailId,
      messageKey: mailId,
      messageId: `<${mailId}@example.org>`,
      to: 'zoe@example.org',
      subject: 'Welcome',
      html: '<p>Welcome</p>',
      text: 'Welcome',
      kind: 'step_mail',
      processId: process.id,
    })
  })
  return {
    params: {
      processId: process.id,
      taskId: 'ask',
      personId: administrator.id,
      memberId: team.colleague.id,
      templateId,
      version: 1,
      groupId,
      fileId,
      mailId,
      tokenId: token!.id,
    },
    bodies: {
      startUpload: { name: 'a.txt', size: 4 },
      finishUpload: { name: 'a.txt' },
      signIn: { email: 'nobody@example.org', password: 'a wrong password' },
      changePreferences: { colorScheme: 'dark' },
      changePassword: { current: 'not the password', next: 'a much better password' },
      createAccessToken: { name: 'Mine', scopes: ['read'] },
      addMember: {
        name: 'New',
        email: `new-${newId()}@example.org`,
        role: 'member',
        password: 'correct horse battery',
      },
      changeMember: { jobTitle: 'Fitter' },
      createGroup: { name: `Group ${newId()}`, members: [] },
      changeGroup: { name: `Group ${newId()}`, members: [team.member.id] },
      createTemplate: { document: hiring },
      saveTemplateDraft: { document: hiring, baseRevision: 1 },
      publishTemplate: { draftRevision: 1 },
      launchProcess: { templateId, answers: { name: 'Zoe' } },
      saveDraft: { answers: { salary: 1 } },
      completeTask: { answers: { salary: 1 } },
      reopenTask: { reason: 'Again' },
      assignTask: { people: [team.member.id], groups: [] },
      changeDeadline: { dueAt: null },
      reportProblem: { text: 'Stuck' },
      resolveProblem: { text: 'Solved' },
      addTask: { task: { type: 'task', title: 'One more' } },
      comment: { text: 'Hello' },
      amendKickoff: { answers: { name: 'Zoë' } },
      renameProcess: { name: 'Another name' },
      cancelProcess: {},
    },
    queries: { search: { text: 'a' }, countMilestones: { template: templateId } },
  }
}

/** Everything that the database holds of an organization, as one short text: what a refusal must leave as it was. */
export async function fingerprint(api: TestApi, orgId: string): Promise<string> {
  const tables = await api.database.sql<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'org_id' and table_name <> all ('{session,access_token,membership}')
     order by table_name`,
  )
  const each = tables.map(
    ({ name }) =>
      `select '${name}' as name, count(*) as n, md5(string_agg(t::text, '|' order by t::text)) as sum from "${name}" t where org_id = '${orgId}'`,
  )
  const rows = await api.database.sql(`${each.join(' union all ')} order by name`)
  const secrets = await api.database.sql(
    `select (select count(*) from session where org_id = $1) as sessions, (select count(*) from access_token where org_id = $1) as tokens`,
    [orgId],
  )
  return JSON.stringify([rows, secrets])
}
