import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { freePort, nodeBinary } from '@baton/runtime'
import { cloneDatabase, type ClonedDatabase } from '@baton/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { demoSignIn, seedDemo } from './demo/seed-demo.ts'
import type { Io } from './io.ts'
import { run } from './program.ts'

const repository = new URL('../../../', import.meta.url)

let database: ClonedDatabase
let server: ChildProcess
let folder: string
let url: string

beforeAll(async () => {
  database = await cloneDatabase()
  folder = await mkdtemp(path.join(tmpdir(), 'baton-cli-'))
  await seedDemo({ databaseUrl: database.ownerUrl })
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  server = spawn(nodeBinary, [fileURLToPath(new URL('apps/api/src/main.ts', repository))], {
    env: {
      PATH: path.dirname(nodeBinary),
      DATABASE_URL: database.ownerUrl,
      PORT: String(port),
      PUBLIC_URL: url,
      DATA_DIR: folder,
      LOG_LEVEL: 'error',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  await new Promise<void>((resolve, reject) => {
    server.once('message', () => resolve())
    server.once('exit', (code) => reject(new Error(`The server ended with exit code ${code}.`)))
  })
})

afterAll(async () => {
  const ended = new Promise((resolve) => server.once('exit', resolve))
  server.kill('SIGTERM')
  await ended
  await database.drop()
  await rm(folder, { recursive: true })
})

/** Runs a command line as somebody with a home folder of their own. */
function machine(name: string, input = '') {
  const environment: Record<string, string> = {
    BATON_CREDENTIALS: path.join(folder, name, 'credentials.json'),
    BATON_URL: url,
  }
  return {
    environment,
    async baton(...words: string[]) {
      let out = ''
      let told = ''
      const io: Io = {
        write: (text) => void (out += text),
        tell: (text) => void (told += text),
        environment,
        homeFolder: folder,
        hostName: name,
        canAsk: () => false,
        ask: () => Promise.reject(new Error('Nobody is there to be asked.')),
        readInput: async () => input,
        fetch: globalThis.fetch,
      }
      return { exitCode: await run(words, io), out, told }
    },
  }
}

const signedIn = async (name: string) => {
  const mine = machine(name, `${demoSignIn.password}\n`)
  expect(await mine.baton('sign-in', '--email', demoSignIn.email)).toMatchObject({ exitCode: 0 })
  return mine
}

const write = async (name: string, text: string) => {
  const file = path.join(folder, name)
  await writeFile(file, text)
  return file
}

const checklist = '# Water the plants\n\n- [ ] Ferns <!-- rain water -->\n- [ ] Cacti\n'

describe('sign-in', () => {
  test('keeps a token in a file that only its owner can read, and takes it back on sign-out', async () => {
    const { baton, environment } = await signedIn('anas-laptop')
    const file = environment['BATON_CREDENTIALS']!
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const { token } = JSON.parse(await readFile(file, 'utf8')) as { token: string }
    expect((await baton('tasks')).exitCode).toBe(0)
    expect((await baton('sign-out')).told).toBe('')
    expect((await baton('tasks')).exitCode).toBe(3)
    environment['BATON_TOKEN'] = token
    expect((await baton('tasks')).exitCode).toBe(3)
  })

  test('with the wrong password changes nothing and says so', async () => {
    const { baton, environment } = machine('guess', 'not-the-password\n')
    const { exitCode, told } = await baton('sign-in', '--email', demoSignIn.email)
    expect(exitCode).toBe(3)
    expect(told).not.toBe('')
    await expect(stat(environment['BATON_CREDENTIALS']!)).rejects.toThrow(/ENOENT/)
  })

  test('never sends a stored token to another server', async () => {
    const { baton } = await signedIn('traveller')
    const { exitCode, told } = await baton('tasks', '--url', 'http://127.0.0.1:9')
    expect([exitCode, told]).toEqual([3, expect.stringContaining('not at http://127.0.0.1:9')])
  })
})

describe('import and export', () => {
  test('a checklist becomes a draft, is published, and comes back as YAML that imports to the same', async () => {
    const { baton } = await signedIn('importer')
    const file = await write('plants.md', checklist)
    const first = await baton('import', file, '--publish', '--json')
    expect(first.exitCode).toBe(0)
    const { template, report, format } = JSON.parse(first.out) as {
      template: { id: string; publishedVersion: number; draft: object }
      report: object[]
      format: string
    }
    expect([format, template.publishedVersion, report]).toEqual([
      'markdown-checklist',
      1,
      [{ line: 3, severity: 'not mapped', message: 'A comment is left out: “rain water”' }],
    ])

    const exported = await baton('export', template.id)
    expect(exported.out).toMatch(/^baton: template\/v1\ntitle: Water the plants\n/)
    const yaml = await write('plants.yaml', exported.out)
    const again = await baton('import', yaml, '--into', template.id, '--json')
    expect((JSON.parse(again.out) as { template: { draft: object } }).template.draft).toEqual(template.draft)
    expect((await baton('export', 'water the plants', '--published')).out).toBe(exported.out)
  })

  test('a dry run needs nobody signed in and changes nothing', async () => {
    const file = await write('dry.md', checklist)
    const before = await database.sql('select count(*) from template')
    const { exitCode, out, told } = await machine('nobody').baton('import', file, '--dry-run')
    expect([exitCode, out]).toEqual([0, 'Nothing was changed.\n'])
    expect(told).toContain('dry.md:3  not mapped: A comment is left out')
    expect(await database.sql('select count(*) from template')).toEqual(before)
  })

  test('a document that cannot be read is refused with its line, one that cannot be published with its faults', async () => {
    const { baton } = await signedIn('refused')
    const before = await database.sql('select count(*) from template')
    const broken = await baton(
      'import',
      await write('broken.yml', 'name: x\nbody:\n  - type: slider\n    attributes: { label: x }\n'),
    )
    expect(broken.exitCode).toBe(4)
    expect(broken.told).toMatch(/Line 3: Wanted a type out of/)
    expect(await database.sql('select count(*) from template')).toEqual(before)

    const empty = await baton(
      'import',
      await write('empty.yaml', 'baton: template/v1\ntitle: Nothing\nsteps: []\n'),
      '--publish',
    )
    expect(empty.exitCode).toBe(4)
    expect(empty.told).toContain('/steps: Add at least one step.')
    expect(await database.sql('select count(*) from template')).toEqual(before)
  })

  test('an import that is repeated makes one template, and leaves alone what was done with it since', async () => {
    const { baton } = await signedIn('repeater')
    const templateIn = ({ out }: { out: string }) =>
      (JSON.parse(out) as { template: { id: string; publishedVersion: number | null } }).template
    const file = await write('roof.md', '# Sweep the roof\n\n- [ ] Gutters\n')
    const first = templateIn(await baton('import', file, '--json'))
    expect(templateIn(await baton('import', file, '--json'))).toEqual(first)
    expect(templateIn(await baton('import', file, '--publish', '--json'))).toMatchObject({
      id: first.id,
      publishedVersion: 1,
    })
    expect(templateIn(await baton('import', file, '--publish', '--json'))).toMatchObject({
      id: first.id,
      publishedVersion: 1,
    })
    expect(templateIn(await baton('import', file, '--another', '--json')).id).not.toBe(first.id)

    const other = await write('attic.md', '# Sweep the attic\n\n- [ ] Floor\n')
    await baton('import', other, '--into', first.id)
    const before = await database.sql('select * from template order by id')
    const refused = await baton('import', file)
    expect(refused).toMatchObject({ exitCode: 4, told: expect.stringContaining(`--into ${first.id}`) })
    expect(await database.sql('select * from template order by id')).toEqual(before)
  })
})

describe('launch, tasks and verify', () => {
  test('a process is launched with answers, and its first task is on the list', async () => {
    const { baton } = await signedIn('launcher')
    const launched = await baton(
      'launch',
      'answer a complaint',
      '--set',
      'guest=Mr Fox',
      '--set',
      'guest_email=fox@mail.example',
      '--set',
      'about=The bill',
      '--set',
      'severity=annoying',
      '--set',
      'story=The minibar was charged twice, on both evenings.',
    )
    expect(launched).toMatchObject({ exitCode: 0, told: '' })
    expect(launched.out).toContain('Mr Fox')
    const listed = await baton('tasks', '--scope', 'groups', '--json')
    expect(
      (JSON.parse(listed.out) as { items: { processName: string }[] }).items.map(({ processName }) => processName),
    ).toContainEqual(expect.stringContaining('Mr Fox'))
  })

  test('answers that the form refuses are listed at their fields', async () => {
    const { baton } = await signedIn('hasty')
    const before = await database.sql('select count(*) from process')
    const { exitCode, told } = await baton('launch', 'answer a complaint', '--set', 'guest=Mr Fox')
    expect(exitCode).toBe(4)
    expect(told).toContain('/answers/guest_email')
    expect((await baton('launch', 'answer a complaint', '--set', 'severity=terrible')).exitCode).toBe(2)
    expect(await database.sql('select count(*) from process')).toEqual(before)
  })

  test('verify passes over the whole demo, and says what is wrong when somebody has changed the past', async () => {
    const { baton } = await signedIn('auditor')
    const sound = await baton('verify')
    expect(sound).toMatchObject({
      exitCode: 0,
      out: expect.stringMatching(/^\d\d processes, \d{3} events, no fault\.\n$/),
    })
    await database.sql(`update process set name = 'Forged' where id = (select id from process limit 1)`)
    expect((await baton('verify')).exitCode).toBe(6)
  })
})

test('exit codes tell usage, missing sign-in and a missing server apart', async () => {
  const { baton, environment } = machine('stranger')
  expect((await baton('tasks', '--limit', 'many')).exitCode).toBe(2)
  expect((await baton('dance')).exitCode).toBe(2)
  expect((await baton('import', path.join(folder, 'nowhere.md'))).exitCode).toBe(2)
  expect((await baton('tasks')).exitCode).toBe(3)
  expect((await baton('--help')).exitCode).toBe(0)
  environment['BATON_TOKEN'] = 'x'
  environment['BATON_URL'] = `http://127.0.0.1:${await freePort()}`
  const unreachable = await baton('tasks', '--json')
  expect(unreachable.exitCode).toBe(5)
  expect((JSON.parse(unreachable.told) as { error: { code: string } }).error.code).toBe('unreachable')
})

test('as a program of its own it takes the password from a pipe, answers on a pipe and ends', async () => {
  const env = {
    PATH: path.dirname(nodeBinary),
    BATON_URL: url,
    BATON_CREDENTIALS: path.join(folder, 'pipe', 'credentials.json'),
  }
  const baton = (words: string[], input: string) =>
    new Promise<{ code: number | null; out: string }>((resolve, reject) => {
      const child = spawn(nodeBinary, [fileURLToPath(new URL('../bin/baton.mjs', import.meta.url)), ...words], { env })
      let out = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
      child.on('error', reject).on('close', (code) => resolve({ code, out }))
      child.stdin.end(input)
    })
  expect(await baton(['sign-in', '--email', demoSignIn.email], demoSignIn.password)).toEqual({
    code: 0,
    out: `Signed in at ${url} as Mara Ellison (Hollis & Ward).\n`,
  })
  const { code, out } = await baton(['tasks'], '')
  expect(code).toBe(0)
  expect(out).toContain('Go or no-go for 4.12.0 (approve or reject)')
})
