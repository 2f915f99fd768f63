import { processes, people, session, tasks } from '@baton/contract'
import { fakeClock, newId } from '@baton/runtime'
import { buildMember, until } from '@baton/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  anonymous,
  buildTeam,
  signedIn,
  startApi,
  tokenOf,
  type As,
  type TestApi,
  type TestOrganization,
} from './test/api.ts'

const password = 'correct horse battery'
let api: TestApi
let team: TestOrganization
let passwordHash: string
const clock = fakeClock('2026-11-22T12:00:00Z')
beforeAll(async () => {
  api = await startApi({ clock })
  team = await buildTeam(api)
  passwordHash = await api.ctx.passwords.hash(password)
})
afterAll(() => api.close())

let address = 0
/** Each test from an address of its own, so that limits of one are not those of another. */
const from = () => ({ 'x-forwarded-for': `198.51.100.${(address += 1)}` })
const signIn = (email: string, given: string, headers: As = from(), more = {}) =>
  api.call(anonymous, session.signIn, { body: { email, password: given, ...more }, headers })
const cookieOf = (headers: object): As => ({
  cookie: String((headers as Record<string, string>)['set-cookie']).split(';')[0]!,
})

describe('signing in', () => {
  test('begins a session whose cookie no script can read', async () => {
    const person = await buildMember(api.database.db, team.orgId, { passwordHash, name: 'Ada' })
    const { status, body, headers } = await signIn(person.email.toUpperCase(), password)
    expect(status).toBe(200)
    expect(body).toMatchObject({
      member: { name: 'Ada', groups: [] },
      organization: { id: team.orgId },
      preferences: {},
    })
    expect(headers['set-cookie']).toMatch(/^baton=baton_ses_[\w-]+; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/)
    expect((await api.call(cookieOf(headers), session.getMe)).body.member.id).toBe(person.id)
    expect(JSON.stringify(await api.database.sql('select * from session'))).not.toContain(
      cookieOf(headers)['cookie']!.slice(50),
    )
  })

  test('over https the cookie is bound to this very host', async () => {
    const secure = await startApi({ publicUrl: 'https://baton.example', clock })
    const own = await buildTeam(secure)
    const { email } = await buildMember(secure.database.db, own.orgId, { passwordHash })
    const { headers } = await secure.call(anonymous, session.signIn, { body: { email, password } })
    expect(headers['set-cookie']).toMatch(/^__Host-baton=.*; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/)
    expect(headers['strict-transport-security']).toBe('max-age=31536000; includeSubDomains')
    await secure.close()
  })

  test('answers the same whether the account is unknown, has no password, or the password is wrong', async () => {
    const known = await buildMember(api.database.db, team.orgId, { passwordHash })
    const without = await buildMember(api.database.db, team.orgId)
    const answers = [
      await signIn('nobody@example.org', password),
      await signIn(without.email, password),
      await signIn(known.email, 'wrong'),
      await signIn(known.email, password, from(), { organizationId: newId() }),
    ]
    for (const { problem, headers } of answers) {
      expect(problem).toMatchObject({ status: 401, code: 'wrong_credentials', detail: answers[0]!.problem.detail })
      expect(headers['set-cookie']).toBeUndefined()
    }
  })

  test('is refused after ten wrong passwords, even with the right one, and from elsewhere still possible', async () => {
    const { email } = await buildMember(api.database.db, team.orgId, { passwordHash })
    const here = from()
    await Promise.all(Array.from({ length: 10 }, () => signIn(email, 'wrong', here)))
    expect((await signIn(email, password, here)).problem).toMatchObject({ status: 429, code: 'too_many_attempts' })
    expect((await signIn(email, password)).status).toBe(200)
    clock.advance(16 * 60_000)
    expect((await signIn(email, password, here)).status).toBe(200)
  })

  test('that succeeds does not count against others of the same network', async () => {
    const { email } = await buildMember(api.database.db, team.orgId, { passwordHash })
    const here = from()
    await signIn('nobody@example.org', password, here)
    for (let times = 0; times < 3; times += 1) expect((await signIn(email, password, here)).status).toBe(200)
    const rows = await api.database.sql('select key, count from login_attempt where key like $1', [
      `%${here['x-forwarded-for']}`,
    ])
    expect(rows).toEqual(expect.arrayContaining([{ key: here['x-forwarded-for'], count: '1' }]))
    expect(rows.map(({ key }) => key)).not.toContain(`${email} ${here['x-forwarded-for']}`)
  })

  test('is refused after very many wrong passwords, wherever they come from', async () => {
    const { email } = await buildMember(api.database.db, team.orgId, { passwordHash })
    await api.database.sql('insert into login_attempt (key, count, window_started_at) values ($1, 200, $2)', [
      email,
      clock.now(),
    ])
    expect((await signIn(email, password)).problem).toMatchObject({ status: 429, code: 'too_many_attempts' })
  })

  test('leads into the organization that was asked for, or else the one last used', async () => {
    const other = await buildTeam(api)
    const person = await buildMember(api.database.db, team.orgId, { passwordHash })
    const twin = await buildMember(api.database.db, other.orgId)
    await api.database.sql('update member set account_id = $1 where id = $2', [person.accountId, twin.id])
    const into = async (more = {}) => (await signIn(person.email, password, from(), more)).body.organization.id
    expect(await into({ organizationId: other.orgId })).toBe(other.orgId)
    expect(await into()).toBe(other.orgId)
    clock.advance(1000)
    expect(await into({ organizationId: team.orgId })).toBe(team.orgId)
    expect(await into()).toBe(team.orgId)
  })

  test('is not open to those who were deactivated', async () => {
    const person = await buildMember(api.database.db, team.orgId, { passwordHash })
    await api.call(team.administrator.as, people.changeMember, {
      params: { memberId: person.id },
      body: { status: 'deactivated' },
    })
    expect((await signIn(person.email, password)).problem).toMatchObject({ code: 'wrong_credentials' })
  })
})

describe('a session', () => {
  test('ends when one signs out, and on every node', async () => {
    const node = await api.another()
    const as = await signedIn(api, team.member.actor)
    expect((await node.call(as, session.getMe)).status).toBe(200)
    const { headers } = await api.call(as, session.signOut)
    expect(headers['set-cookie']).toContain('baton=; ')
    expect((await api.call(as, session.getMe)).problem.code).toBe('not_signed_in')
    await until('the other node has heard of it', async () => (await node.call(as, session.getMe)).status === 401, 1000)
    await node.close()
  })

  test('ends when its time is over', async () => {
    const as = await signedIn(api, team.member.actor)
    expect((await api.call(as, session.getMe)).status).toBe(200)
    clock.advance(25 * 60 * 60_000)
    expect((await api.call(as, session.getMe)).status).toBe(401)
    team = { ...team, member: { ...team.member, as: await signedIn(api, team.member.actor) } }
    team = { ...team, administrator: { ...team.administrator, as: await signedIn(api, team.administrator.actor) } }
  })

  test('and tokens die with the deactivation of their member, on every node at once', async () => {
    const node = await api.another()
    const person = await buildMember(api.database.db, team.orgId)
    const all = [await signedIn(api, person.actor), await tokenOf(api, person.actor, ['read'])]
    for (const as of all) expect((await node.call(as, session.getMe)).status).toBe(200)
    await api.call(team.administrator.as, people.changeMember, {
      params: { memberId: person.id },
      body: { status: 'deactivated' },
    })
    for (const as of all) {
      expect((await api.call(as, session.getMe)).status).toBe(401)
      await until(
        'the other node has heard of it',
        async () => (await node.call(as, session.getMe)).status === 401,
        1000,
      )
    }
    await node.close()
  })

  test('has the role and groups of its member as they now are', async () => {
    const person = await buildMember(api.database.db, team.orgId)
    const as = await signedIn(api, person.actor)
    expect((await api.call(as, people.createGroup, { body: { name: 'Mine', members: [] } })).status).toBe(403)
    await api.call(team.administrator.as, people.changeMember, {
      params: { memberId: person.id },
      body: { role: 'administrator' },
    })
    const { body: group } = await api.call(as, people.createGroup, { body: { name: 'Mine', members: [person.id] } })
    expect((await api.call(as, session.getMe)).body.member).toMatchObject({ role: 'administrator', groups: [group.id] })
    expect((await api.call(as, tasks.listTasks, { query: { scope: 'groups' } })).status).toBe(200)
  })

  test('other sessions end with the change of the password', async () => {
    const person = await buildMember(api.database.db, team.orgId, { passwordHash })
    const [mine, other] = [await signedIn(api, person.actor), await signedIn(api, person.actor)]
    const wrong = await api.call(mine, session.changePassword, {
      body: { current: 'wrong', next: 'a better password' },
    })
    expect(wrong.problem).toMatchObject({ status: 401, code: 'wrong_credentials' })
    expect((await api.call(other, session.getMe)).status).toBe(200)
    expect(
      (await api.call(mine, session.changePassword, { body: { current: password, next: 'a better password' } })).status,
    ).toBe(204)
    expect((await api.call(mine, session.getMe)).status).toBe(200)
    expect((await api.call(other, session.getMe)).status).toBe(401)
    expect((await signIn(person.email, password)).status).toBe(401)
    expect((await signIn(person.email, 'a better password')).status).toBe(200)
  })
})

describe('an access token', () => {
  test('is shown once, works until it is taken back, and may do what it was made for', async () => {
    const made = await api.call(team.member.as, session.createAccessToken, {
      body: { name: 'CI', scopes: ['read'], expiresInDays: 1 },
    })
    const as = { authorization: `Bearer ${made.body.secret}` }
    expect((await api.call(as, session.getMe)).body.member.id).toBe(team.member.id)
    const listed = await api.call(team.member.as, session.listAccessTokens)
    expect(listed.body.items.map(({ id }) => id)).toContain(made.body.token.id)
    expect(listed.text).not.toContain(made.body.secret)
    const params = { tokenId: made.body.token.id }
    expect((await api.call(team.administrator.as, session.revokeAccessToken, { params })).problem.status).toBe(404)
    expect((await api.call(as, session.getMe)).status).toBe(200)
    expect((await api.call(team.member.as, session.revokeAccessToken, { params })).status).toBe(204)
    expect((await api.call(as, session.getMe)).status).toBe(401)
  })

  test('cannot make one that may more than itself, nor change the password', async () => {
    const as = await tokenOf(api, team.member.actor, ['write'])
    const more = await api.call(as, session.createAccessToken, { body: { name: 'More', scopes: ['read'] } })
    expect(more.problem).toMatchObject({ status: 403, code: 'not_allowed' })
    const change = await api.call(as, session.changePassword, { body: { current: 'x', next: 'a better password' } })
    expect(change.problem).toMatchObject({ status: 403, code: 'not_allowed' })
  })

  test('is not a cookie, and a cookie’s secret is not a token', async () => {
    const token = (await tokenOf(api, team.member.actor, ['read']))['authorization']!.slice('Bearer '.length)
    const secret = team.member.as['cookie']!.slice('baton='.length)
    expect((await api.call({ cookie: `baton=${token}` }, session.getMe)).status).toBe(401)
    expect((await api.call({ authorization: `Bearer ${secret}` }, session.getMe)).status).toBe(401)
    expect((await api.call({ authorization: 'Basic YTpi' }, session.getMe)).status).toBe(401)
  })
})

test('preferences are kept, and a time zone that is none is refused', async () => {
  const by = team.member.as
  await api.call(by, session.changePreferences, { body: { colorScheme: 'dark' } })
  const { body } = await api.call(by, session.changePreferences, { body: { timeZone: 'Asia/Tokyo' } })
  expect(body.preferences).toEqual({ colorScheme: 'dark', timeZone: 'Asia/Tokyo' })
  const refused = await api.call(by, session.changePreferences, { body: { timeZone: 'Mars/Olympus' } })
  expect(refused.problem).toMatchObject({ status: 422, findings: [{ path: '/timeZone' }] })
  expect((await api.call(by, session.getMe)).body.preferences.timeZone).toBe('Asia/Tokyo')
})

test('an organization keeps its last administrator', async () => {
  const own = await buildTeam(api)
  const params = { memberId: own.administrator.id }
  for (const body of [{ role: 'member' as const }, { status: 'deactivated' as const }])
    expect((await api.call(own.administrator.as, people.changeMember, { params, body })).problem).toMatchObject({
      status: 409,
      code: 'last_administrator',
    })
  expect((await api.call(own.administrator.as, session.getMe)).body.member.role).toBe('administrator')
})

test('a new member can sign in with the first password, and takes part', async () => {
  const email = `new-${newId()}@example.org`
  const body = { name: 'Nora', email, role: 'member' as const, password, jobTitle: 'Fitter' }
  const { body: added } = await api.call(team.administrator.as, people.addMember, { body })
  expect(added).toMatchObject({ name: 'Nora', jobTitle: 'Fitter', status: 'active', groups: [] })
  const { headers } = await signIn(email, password)
  expect((await api.call(cookieOf(headers), processes.countProcesses)).status).toBe(200)
  expect((await api.call(team.administrator.as, people.addMember, { body })).problem).toMatchObject({
    status: 409,
    code: 'already_exists',
  })
})
