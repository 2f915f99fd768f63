import { processes, tasks, templates } from '@baton/contract'
import { newId } from '@baton/runtime'
import { buildTemplate } from '@baton/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildTeam, hiring, startApi, type TestApi, type TestOrganization } from './test/api.ts'

let api: TestApi
let team: TestOrganization
let templateId: string
beforeAll(async () => {
  api = await startApi()
  team = await buildTeam(api)
  templateId = (await buildTemplate(api.database.db, team.administrator.actor, hiring)).templateId
})
afterAll(() => api.close())

const launch = async (name = 'Zoe', by = team.member) =>
  (await api.call(by.as, processes.launchProcess, { body: { templateId, answers: { name } } })).body

describe('a process', () => {
  test('is launched from the newest version, and everyone in the organization can read it', async () => {
    const launched = await launch('Yuki')
    expect(launched).toMatchObject({
      name: 'Hire Yuki',
      status: 'active',
      launchedBy: team.member.id,
      answers: { name: 'Yuki' },
    })
    const read = await api.call(team.colleague.as, processes.getProcess, { params: { processId: launched.id } })
    expect(read.body).toEqual(launched)
  })

  test('is not launched without what its kick-off form requires, and nothing of it remains', async () => {
    const before = await api.call(team.member.as, processes.countProcesses)
    const refused = await api.call(team.member.as, processes.launchProcess, { body: { templateId, answers: {} } })
    expect(refused.problem).toMatchObject({
      status: 422,
      code: 'invalid_answers',
      findings: [{ path: '/answers/name' }],
    })
    expect((await api.call(team.member.as, processes.countProcesses)).body).toEqual(before.body)
  })

  test.each([
    ['NUL', 'a\u0000b'],
    ['half of a character', 'a\ud800b'],
  ])('takes no text with what cannot be kept: %s', async (_, text) => {
    const { id } = await launch('Noor')
    const before = await api.call(team.member.as, processes.getProcess, { params: { processId: id } })
    const asked = await Promise.all([
      api.call(team.member.as, processes.comment, { params: { processId: id }, body: { text } }),
      api.call(team.member.as, processes.renameProcess, { params: { processId: id }, body: { name: text } }),
    ])
    for (const [index, path] of ['/text', '/name'].entries())
      expect(asked[index]!.problem).toMatchObject({ status: 422, findings: [{ path, code: 'not_storable' }] })
    const template = { document: { title: 'Odd', steps: [{ id: 'a', type: 'task' as const, title: text }] } }
    const created = await api.call(team.member.as, templates.createTemplate, { body: template })
    expect(created.problem).toMatchObject({ status: 422, findings: [{ path: '/document/steps/0/title' }] })
    expect((await api.call(team.member.as, processes.getProcess, { params: { processId: id } })).body).toEqual(
      before.body,
    )
    // What is typed into a form is only freed of it.
    expect(await launch(`Zo\u0000e`)).toMatchObject({ answers: { name: 'Zoe' } })
  })

  test('takes only members of the organization where a form asks for people', async () => {
    const { templateId: withPeople } = await buildTemplate(api.database.db, team.administrator.actor, {
      title: 'Show around',
      kickoff: { fields: [{ id: 'guide', type: 'people', label: 'Guide' }] },
      steps: [{ id: 'tour', type: 'task', title: 'Tour', assign: { field: 'guide' } }],
    })
    const ask = (guide: string) =>
      api.call(team.member.as, processes.launchProcess, {
        body: { templateId: withPeople, answers: { guide: [guide] } },
      })
    const before = await api.call(team.member.as, processes.countProcesses)
    const refused = await ask(newId())
    expect(refused.problem).toMatchObject({
      code: 'invalid_answers',
      findings: [{ path: '/answers/guide', code: 'not_a_member' }],
    })
    expect((await api.call(team.member.as, processes.countProcesses)).body).toEqual(before.body)
    expect((await ask(team.colleague.id)).body.tasks[0]).toMatchObject({ assignees: { people: [team.colleague.id] } })
  })

  test('goes from task to task until it is finished', async () => {
    const { id: processId } = await launch()
    const at = (taskId: string) => ({ processId, taskId })
    const draft = await api.call(team.member.as, processes.saveDraft, {
      params: at('ask'),
      body: { answers: { salary: 4000 } },
    })
    expect(draft.body.tasks[0]).toMatchObject({ status: 'open', draft: { salary: 4000 } })
    const asked = await api.call(team.member.as, processes.completeTask, { params: at('ask'), body: {} })
    expect(asked.body.answers).toEqual({ name: 'Zoe', salary: 4000 })
    const approved = await api.call(team.colleague.as, processes.completeTask, {
      params: at('approve'),
      body: { outcome: 'approved' },
    })
    expect(approved.body).toMatchObject({ status: 'finished' })
    const events = await api.call(team.member.as, processes.listEvents, { params: { processId }, query: {} })
    expect(events.body.items.map(({ type }) => type)).toContain('ProcessFinished')
    expect(events.body.items.map(({ seq }) => seq)).toEqual(
      Array.from({ length: approved.body.version }, (_, index) => approved.body.version - index),
    )
  })

  test('takes every other change that a person can make', async () => {
    const { id: processId } = await launch()
    const params = { processId, taskId: 'ask' }
    const by = team.member.as
    const { colleague } = team
    const done = async (answered: Promise<{ status: number; body: unknown; problem: unknown }>) => {
      const { status, body, problem } = await answered
      expect(status, JSON.stringify(problem)).toBe(200)
      return body as { version: number; tasks: { id: string }[] } & Record<string, unknown>
    }
    await done(api.call(by, processes.assignTask, { params, body: { people: [colleague.id], groups: [] } }))
    await done(api.call(by, processes.changeDeadline, { params, body: { dueAt: '2030-01-01T00:00:00.000Z' } }))
    await done(api.call(by, processes.reportProblem, { params, body: { text: 'No desk' } }))
    await done(api.call(by, processes.resolveProblem, { params, body: { text: 'Found one' } }))
    await done(
      api.call(by, processes.comment, { params: { processId }, body: { text: 'Hello', mentions: [colleague.id] } }),
    )
    const added = await done(
      api.call(by, processes.addTask, { params: { processId }, body: { task: { type: 'task', title: 'Buy a desk' } } }),
    )
    expect(added.tasks).toHaveLength(4)
    await done(api.call(by, processes.amendKickoff, { params: { processId }, body: { answers: { name: 'Zoë' } } }))
    expect(
      await done(api.call(by, processes.renameProcess, { params: { processId }, body: { name: 'The new one' } })),
    ).toMatchObject({
      name: 'The new one',
    })
    const personId = colleague.id
    expect(
      await done(api.call(colleague.as, processes.watchProcess, { params: { processId, personId } })),
    ).toMatchObject({
      watchers: [personId],
    })
    expect(
      (await api.call(colleague.as, tasks.listTasks, { query: { scope: 'watching' } })).body.items.map(
        ({ title }) => title,
      ),
    ).toContain('Ask Zoë')
    await done(api.call(colleague.as, processes.unwatchProcess, { params: { processId, personId } }))
    await done(api.call(colleague.as, processes.completeTask, { params, body: { answers: { salary: 1 } } }))
    await done(api.call(colleague.as, processes.reopenTask, { params, body: { reason: 'A mistake' } }))
    await done(api.call(by, processes.archiveProcess, { params: { processId } }))
    await done(api.call(by, processes.unarchiveProcess, { params: { processId } }))
    expect(await done(api.call(by, processes.cancelProcess, { params: { processId }, body: {} }))).toMatchObject({
      status: 'cancelled',
    })
    const comments = await api.call(by, processes.listEvents, { params: { processId }, query: { comments: true } })
    expect(comments.body.items).toHaveLength(1)
    const ofTask = await api.call(by, processes.listEvents, { params: { processId }, query: { task: 'ask', limit: 2 } })
    expect(ofTask.body.items).toHaveLength(2)
    expect(ofTask.body.next).not.toBeNull()
  })

  test('a task that belongs to somebody else is refused, and stays open', async () => {
    const { id: processId, version } = await launch()
    const refused = await api.call(team.colleague.as, processes.completeTask, {
      params: { processId, taskId: 'ask' },
      body: { answers: { salary: 1 } },
    })
    expect(refused.problem).toMatchObject({ status: 403, code: 'task_not_yours' })
    expect((await api.call(team.colleague.as, processes.getProcess, { params: { processId } })).body.version).toBe(
      version,
    )
  })

  test('a write can answer with no more than the version', async () => {
    const { id: processId, version } = await launch()
    const minimal = await api.call(team.member.as, processes.comment, {
      params: { processId },
      body: { text: 'Short' },
      headers: { prefer: 'return=minimal' },
    })
    expect(minimal).toMatchObject({
      status: 204,
      text: '',
      headers: { etag: `"${version + 1}"`, 'preference-applied': 'return=minimal' },
    })
  })

  test('answers of a process that is not there', async () => {
    const params = { processId: newId() }
    for (const route of [processes.getProcess, processes.listEvents, processes.archiveProcess] as const)
      expect((await api.call(team.member.as, route, { params })).problem).toMatchObject({
        status: 404,
        code: 'process_not_found',
      })
  })
})

describe('the tracker', () => {
  test.each(processes.processSorts)('pages by key in the order %s without losing or repeating any', async (sort) => {
    const other = await buildTeam(api)
    const template = await buildTemplate(api.database.db, other.administrator.actor, hiring)
    const names = ['Ben', 'ada', 'Cem', 'Ada', 'Dov', 'Eve', 'Fay']
    for (const name of names) {
      await api.call(other.member.as, processes.launchProcess, {
        body: { templateId: template.templateId, answers: { name } },
      })
    }
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await api.call(other.member.as, processes.listProcesses, {
        query: { sort, limit: 2, ...(cursor && { cursor }) },
      })
      seen.push(...page.body.items.map(({ id }) => id))
      cursor = page.body.next ?? undefined
    } while (cursor)
    expect(new Set(seen).size).toBe(names.length)
    const whole = await api.call(other.member.as, processes.listProcesses, { query: { sort } })
    expect(whole.body.items.map(({ id }) => id)).toEqual(seen)
    if (sort === 'name') expect(whole.body.items[0]!.name.toLowerCase()).toBe('hire ada')
    if (sort === '-name') expect(whole.body.items[0]!.name).toBe('Hire Fay')
  })

  test('filters by every column', async () => {
    const own = await buildTeam(api)
    const template = await buildTemplate(api.database.db, own.administrator.actor, hiring)
    const make = async (name: string) =>
      (
        await api.call(own.member.as, processes.launchProcess, {
          body: { templateId: template.templateId, answers: { name } },
        })
      ).body.id
    const [first, second, third] = [await make('Ines Álvarez'), await make('Jon'), await make('Kim')]
    const at = (processId: string) => ({ processId, taskId: 'ask' })
    await api.call(own.member.as, processes.reportProblem, { params: at(first), body: { text: 'Stuck' } })
    await api.call(own.member.as, processes.changeDeadline, {
      params: at(first),
      body: { dueAt: '2020-01-01T00:00:00.000Z' },
    })
    await api.call(own.member.as, processes.changeDeadline, { params: at(second), body: { dueAt: null } })
    await api.call(own.member.as, processes.cancelProcess, { params: { processId: third }, body: {} })
    const found = async (query: object) =>
      (await api.call(own.member.as, processes.listProcesses, { query })).body.items.map(({ id }) => id).sort()
    expect(await found({})).toEqual([first, second, third].sort())
    expect(await found({ status: 'cancelled' })).toEqual([third])
    expect(await found({ status: 'archived' })).toEqual([])
    expect(await found({ problems: true })).toEqual([first])
    expect(await found({ due: 'overdue' })).toEqual([first])
    expect(await found({ due: 'overdue', sort: 'name', template: template.templateId })).toEqual([first])
    expect(await found({ due: 'none', status: 'active' })).toEqual([second])
    expect(await found({ text: 'alvarez' })).toEqual([])
    expect(await found({ text: 'álv', sort: '-updated' })).toEqual([first])
    expect(await found({ text: '—' })).toEqual([])
    expect(await found({ text: 'alv ine hire', sort: 'due' })).toEqual([])
    expect(await found({ text: 'ÁLV ine hire', sort: 'due' })).toEqual([first])
    expect(await found({ assignee: own.member.id })).toEqual([first, second].sort())
    expect(await found({ assignee: own.colleague.id })).toEqual([])
    expect(await found({ launchedBy: own.member.id, sort: 'due' })).toEqual([first, second, third].sort())
    expect(await found({ launchedBy: own.colleague.id })).toEqual([])
    expect(await found({ template: newId(), sort: 'updated' })).toEqual([])
    const { templateId } = template
    expect(await found({ template: templateId, milestone: 'begin', status: 'active' })).toEqual([first, second].sort())
    expect(await found({ template: templateId, milestone: 'end' })).toEqual([])
    expect(await found({ template: templateId, milestone: '-' })).toEqual([])
    const alone = await api.call(own.member.as, processes.listProcesses, { query: { milestone: 'begin' } })
    expect(alone.problem).toMatchObject({ status: 422, findings: [{ path: '/milestone', code: 'without_template' }] })
    const stand = await api.call(own.member.as, processes.countMilestones, { query: { template: templateId } })
    expect(stand.body).toEqual({
      milestones: [{ milestone: 'begin', count: 2, more: false }],
      finished: 0,
      cancelled: 1,
    })
    const counts = await api.call(own.member.as, processes.countProcesses)
    expect(counts.body).toEqual({
      byStatus: { active: 2, finished: 0, cancelled: 1, archived: 0 },
      byTemplate: [{ templateId: template.templateId, active: 2, total: 3 }],
    })
    const [row] = (await api.call(own.member.as, processes.listProcesses, { query: { problems: true } })).body.items
    expect(row).toMatchObject({
      templateTitle: 'Hire a person',
      emoji: '🎉',
      milestone: { id: 'begin', title: 'In the beginning' },
      problems: 1,
      done: 0,
      total: 3,
      next: [{ taskId: 'ask', title: 'Ask Ines Álvarez', assignees: { people: [own.member.id], groups: [] } }],
    })
  })

  test('refuses the cursor of another sort', async () => {
    await launch()
    await launch()
    const page = await api.call(team.member.as, processes.listProcesses, { query: { sort: 'name', limit: 1 } })
    const cursor = page.body.next!
    for (const bad of [{ sort: 'due' as const, cursor }, { cursor: 'made-up' }]) {
      const refused = await api.call(team.member.as, processes.listProcesses, { query: bad })
      expect(refused.problem).toMatchObject({
        status: 422,
        code: 'invalid_request',
        findings: [{ path: '/cursor', code: 'wrong_cursor' }],
      })
    }
  })
})

describe('my tasks', () => {
  test('are mine, those of my groups, or anyone’s, and counted in my own day', async () => {
    const own = await buildTeam(api)
    const { sql, db } = api.database
    const groupId = newId()
    await sql('insert into people_group (org_id, id, name) values ($1, $2, $3)', [own.orgId, groupId, 'Finance'])
    await sql('insert into group_member (org_id, group_id, member_id) values ($1, $2, $3)', [
      own.orgId,
      groupId,
      own.colleague.id,
    ])
    const { templateId: twice } = await buildTemplate(db, own.administrator.actor, {
      title: 'Twice',
      steps: [
        { id: 'one', type: 'task', title: 'One', assign: { groups: [groupId] } },
        { id: 'two', type: 'task', title: 'Two' },
        { id: 'three', type: 'task', title: 'Three', assign: { members: [own.colleague.id] } },
        { id: 'four', type: 'task', title: 'Four', assign: { members: [own.colleague.id] }, after: ['three'] },
      ],
    })
    const { body: process } = await api.call(own.member.as, processes.launchProcess, { body: { templateId: twice } })
    const list = async (query: object) =>
      (await api.call(own.colleague.as, tasks.listTasks, { query })).body.items.map(({ title }) => title)
    expect(await list({})).toEqual(['Three'])
    expect(await list({ scope: 'groups' })).toEqual(['One'])
    expect(await list({ scope: 'unassigned' })).toEqual(['Two'])
    expect(await list({ bucket: 'waiting' })).toEqual(['Four'])
    expect(await list({ bucket: 'done' })).toEqual([])
    const params = { processId: process.id, taskId: 'three' }
    await api.call(own.member.as, processes.changeDeadline, { params, body: { dueAt: '2020-01-01T00:00:00.000Z' } })
    expect((await api.call(own.colleague.as, tasks.countTasks)).body).toEqual({
      open: 1,
      overdue: 1,
      today: 0,
      waiting: 1,
      groups: 1,
    })
    await api.call(own.colleague.as, processes.completeTask, { params, body: {} })
    expect(await list({ bucket: 'done' })).toEqual(['Three'])
    expect(await list({})).toEqual(['Four'])
    expect((await api.call(own.colleague.as, tasks.countTasks)).body).toEqual({
      open: 1,
      overdue: 0,
      today: 0,
      waiting: 0,
      groups: 1,
    })
  })

  test.each(['open', 'done'] as const)('page by key through the %s ones', async (bucket) => {
    const own = await buildTeam(api)
    const { templateId: many } = await buildTemplate(api.database.db, own.administrator.actor, {
      title: 'Many',
      steps: Array.from({ length: 7 }, (_, index) => ({
        id: `step_${index}`,
        type: 'task' as const,
        title: `Step ${index}`,
        assign: { launcher: true },
        ...(index % 2
          ? { deadline: { amount: 7 - index, unit: 'hours' as const, from: { launch: true as const } } }
          : {}),
      })),
    })
    const { body: process } = await api.call(own.member.as, processes.launchProcess, { body: { templateId: many } })
    if (bucket === 'done')
      for (const { id: taskId } of process.tasks)
        await api.call(own.member.as, processes.completeTask, { params: { processId: process.id, taskId }, body: {} })
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await api.call(own.member.as, tasks.listTasks, {
        query: { bucket, limit: 3, ...(cursor && { cursor }) },
      })
      seen.push(...page.body.items.map(({ title }) => title))
      cursor = page.body.next ?? undefined
    } while (cursor)
    expect([...seen].sort()).toEqual(Array.from({ length: 7 }, (_, index) => `Step ${index}`))
    if (bucket === 'open') expect(seen.slice(0, 3)).toEqual(['Step 5', 'Step 3', 'Step 1'])
  })
})

test('a template goes from draft to version to archive', async () => {
  const by = team.member.as
  const { body: made } = await api.call(by, templates.createTemplate, { body: { document: { title: '', steps: [] } } })
  expect(made).toMatchObject({ draftRevision: 1, publishedVersion: null, unpublishedChanges: true })
  expect(made.findings.length).toBeGreaterThan(0)
  const params = { templateId: made.id }
  const refused = await api.call(by, templates.publishTemplate, { params, body: { draftRevision: 1 } })
  expect(refused.problem).toMatchObject({ status: 422, code: 'invalid_template' })
  expect(refused.problem.findings).toEqual(made.findings)
  const { body: saved } = await api.call(by, templates.saveTemplateDraft, {
    params,
    body: { document: hiring, baseRevision: 1 },
  })
  expect(saved).toMatchObject({ title: 'Hire a person', draftRevision: 2, findings: [], steps: 3 })
  const late = await api.call(by, templates.saveTemplateDraft, { params, body: { document: hiring, baseRevision: 1 } })
  expect(late.problem).toMatchObject({ status: 409, code: 'draft_conflict' })
  const { body: published } = await api.call(by, templates.publishTemplate, {
    params,
    body: { draftRevision: 2, note: 'The first' },
  })
  expect(published).toMatchObject({ publishedVersion: 1, unpublishedChanges: false })
  const version = await api.call(by, templates.getTemplateVersion, { params: { templateId: made.id, version: 1 } })
  expect(version.body).toMatchObject({ document: hiring, note: 'The first', publishedBy: team.member.id })
  expect(version.headers['cache-control']).toContain('immutable')
  await api.call(by, templates.archiveTemplate, { params })
  const listed = async (archived: boolean) =>
    (await api.call(by, templates.listTemplates, { query: { archived } })).body.items.map(({ id }) => id)
  expect(await listed(false)).not.toContain(made.id)
  expect(await listed(true)).toContain(made.id)
  const launched = await api.call(by, processes.launchProcess, {
    body: { templateId: made.id, answers: { name: 'Ola' } },
  })
  expect(launched.problem).toMatchObject({ status: 409, code: 'template_not_published' })
  expect((await api.call(by, templates.restoreTemplate, { params })).body.archived).toBe(false)
})
