import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { zipSync, type Zippable } from 'fflate'
import type { TestProject } from 'vitest/node'
import type { Version } from '../instance.ts'
import { entriesOf } from '../unzip.ts'

/** Two versions of the bundle as `npm run package` makes it, alike but for their name. */
export type Versions = { a: Version; b: Version }

declare module 'vitest' {
  interface ProvidedContext {
    versions: Versions
  }
}

/** Packages the bundle once for all tests of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { makeBundle } = await import('../../bundle/bundle.ts')
  const root = fileURLToPath(new URL('../../../../../', import.meta.url))
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-bundles-'))
  const [a, b] = [path.join(folder, 'a.zip'), path.join(folder, 'b.zip')]
  await writeFile(a, await makeBundle(root, 'a'))
  await writeFile(b, renamed(await readFile(a), 'b'))
  project.provide('versions', { a: { label: 'a', bundle: a }, b: { label: 'b', bundle: b } })
  return () => rm(folder, { recursive: true, force: true })
}

/** The same bundle under another version, not compressed: that takes longer than all else. */
function renamed(bundle: Buffer, version: string): Uint8Array {
  const files: Zippable = {}
  for (const { name, mode, bytes } of entriesOf(bundle)) {
    const own = name === 'version.json' ? Buffer.from(JSON.stringify({ version })) : bytes
    files[name] = [own, { level: 0, os: 3, attrs: mode << 16 }]
  }
  return zipSync(files)
}
