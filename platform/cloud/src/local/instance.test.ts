import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { until } from '@baton/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Instance } from './instance.ts'
import { firstCommand } from './program.ts'
import { stubBundle } from './test/stub-bundle.ts'

let folder: string
let instance: Instance
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'baton-instance-'))
  instance = await Instance.launch({
    id: 'i-1',
    folder,
    properties: { WORD: 'hello' },
    ownProxy: true,
    times: { restartMs: 20, stopMs: 5_000 },
  })
})
afterEach(async () => {
  await instance.terminate()
  await rm(folder, { recursive: true, force: true })
})

const asked = async (at = '/') => (await fetch(`http://127.0.0.1:${instance.port}${at}`)).text()
const answers = (text: string) => until(`“${text}”`, async () => (await asked()) === text)
const script = (line: string) => `#!/bin/sh\n${line}\n`
const trace = (moment: string) => ({
  [`.platform/hooks/${moment}/10_tell.sh`]: script(`echo ${moment} $(basename $PWD) $WORD >> $HOME/trace`),
})

test('a version is unpacked, its hooks run where and when they should, and its program answers behind the proxy', async () => {
  await instance.deploy(
    await stubBundle(folder, 'a', { ...trace('prebuild'), ...trace('predeploy'), ...trace('postdeploy') }),
  )
  await answers('a hello')
  expect((await readFile(path.join(folder, 'i-1/trace'), 'utf8')).split('\n')).toEqual([
    'prebuild staging hello',
    'predeploy staging hello',
    'postdeploy current hello',
    '',
  ])
  await instance.deploy(await stubBundle(folder, 'b'))
  await answers('b hello')
})

test('a program that ends by itself is started again', async () => {
  await instance.deploy(await stubBundle(folder, 'a'))
  await answers('a hello')
  await asked('/exit')
  await until('it to be started again', () => instance.restarts === 1)
  await answers('a hello')
})

describe('the version before stays at work', () => {
  const broken = {
    'a hook before building fails': { '.platform/hooks/prebuild/10_no.sh': script('exit 1') },
    'a hook before the flip fails': { '.platform/hooks/predeploy/10_no.sh': script('exit 7') },
    'a hook may not be run': { '.platform/hooks/predeploy/10_no': script('exit 0') },
    'the Procfile is none': { Procfile: 'node program.mjs' },
    'the proxy does not take the settings': { '.platform/nginx/conf.d/elasticbeanstalk/x.conf': 'location / {' },
  }
  test.each(Object.entries(broken))('when %s', async (_, files) => {
    await instance.deploy(await stubBundle(folder, 'a'))
    await answers('a hello')
    await expect(instance.deploy(await stubBundle(folder, 'b', files))).rejects.toThrow()
    expect(instance.version?.label).toBe('a')
    expect(await asked()).toBe('a hello')
    // Nothing of the failed one is left in the way of the next.
    await instance.deploy(await stubBundle(folder, 'c'))
    await answers('c hello')
  })
})

test('a hook after the flip that fails is told, though the new version runs', async () => {
  const bundle = await stubBundle(folder, 'a', { '.platform/hooks/postdeploy/10_no.sh': script('exit 1') })
  await expect(instance.deploy(bundle)).rejects.toThrow('postdeploy/10_no.sh ended with 1')
  await answers('a hello')
})

test('changed properties reach the program unless a hook refuses them', async () => {
  const hook = { '.platform/confighooks/predeploy/10_check.sh': script('[ "$WORD" != bad ]') }
  await instance.deploy(await stubBundle(folder, 'a', hook))
  await answers('a hello')
  await expect(instance.configure({ WORD: 'bad' })).rejects.toThrow('predeploy/10_check.sh')
  expect(await asked()).toBe('a hello')
  await instance.configure({ WORD: 'bye' })
  await answers('a bye')
})

test('nothing outlives an instance that is killed', async () => {
  await instance.deploy(await stubBundle(folder, 'a'))
  await answers('a hello')
  await instance.kill()
  for (const port of [instance.port, instance.programPort])
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow()
})

test.each([
  ['web: node start.mjs\nother: x', 'node start.mjs'],
  ['web:   npm start -- --a\n', 'npm start -- --a'],
])('of a Procfile the first line is the program behind the proxy', (text, command) => {
  expect(firstCommand(text)).toBe(command)
})
