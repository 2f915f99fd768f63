import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeBinary } from '@baton/runtime'
import { afterEach, expect, test } from 'vitest'

const folder = mkdtempSync(path.join(tmpdir(), 'baton-prepare-'))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test.skipIf(path.sep === '\\')('one Node hands over to the pinned one once, also where its folder is a link', () => {
  const inFolder = (...names: string[]) => path.join(folder, ...names)
  const bin = inFolder('elsewhere', 'node-pinned', 'bin')
  mkdirSync(bin, { recursive: true })
  mkdirSync(inFolder('tools'))
  symlinkSync(nodeBinary, path.join(bin, 'node'))
  symlinkSync(inFolder('elsewhere'), inFolder('node_modules'))
  writeFileSync(inFolder('package.json'), JSON.stringify({ optionalDependencies: { 'node-pinned': '24' } }))
  for (const lock of [inFolder('package-lock.json'), path.join(inFolder('node_modules'), '.package-lock.json')])
    writeFileSync(lock, JSON.stringify({ packages: {} }))
  copyFileSync(fileURLToPath(new URL('prepare.mjs', import.meta.url)), inFolder('tools', 'prepare.mjs'))
  // Were there no end to it, the fourth would end it.
  writeFileSync(
    inFolder('tools', 'begin.mjs'),
    `import { appendFileSync, readFileSync } from 'node:fs'
     import { prepare } from './prepare.mjs'
     appendFileSync('begun', '.')
     if (readFileSync('begun', 'utf8').length > 3) process.exit(7)
     await prepare()
     console.log('ready')`,
  )
  const another = inFolder('node')
  copyFileSync(nodeBinary, another)
  const begin = (node: string) => {
    writeFileSync(inFolder('begun'), '')
    const { status, stdout, stderr } = spawnSync(node, ['tools/begin.mjs'], { cwd: folder, encoding: 'utf8' })
    return { status, stdout, stderr, begun: readFileSync(inFolder('begun'), 'utf8') }
  }
  expect(begin(nodeBinary)).toEqual({ status: 0, stdout: 'ready\n', stderr: '', begun: '.' })
  expect(begin(another)).toEqual({ status: 0, stdout: 'ready\n', stderr: '', begun: '..' })
})
