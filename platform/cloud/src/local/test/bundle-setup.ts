import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import type { Version } from '../instance.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Two versions of the bundle as `npm run package` makes it, alike but for their name. */
    versions: { a: Version; b: Version }
  }
}

/** Packages the bundle once for all tests of this run. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { makeBundle } = await import('../../bundle/bundle.ts')
  const root = fileURLToPath(new URL('../../../../../', import.meta.url))
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-bundles-'))
  const version = async (label: string) => {
    const bundle = path.join(folder, `${label}.zip`)
    await writeFile(bundle, await makeBundle(root, label))
    return { label, bundle }
  }
  project.provide('versions', { a: await version('a'), b: await version('b') })
  return () => rm(folder, { recursive: true, force: true })
}
