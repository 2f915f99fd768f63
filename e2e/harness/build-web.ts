import path from 'node:path'
import { environment } from '@baton/runtime'
import type { TestProject } from 'vitest/node'
import { root } from '../../apps/cli/src/start/places.ts'
import { buildWebApp } from '../../apps/cli/src/start/web-build.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The built web app that the journeys open. */
    webFolder: string
  }
}

/** Builds the web app when its sources changed. E2E_WEB names one that was built elsewhere, to be tried instead. */
export default async function setup(project: TestProject): Promise<void> {
  if (!environment.E2E_WEB) await buildWebApp(console.log)
  project.provide('webFolder', environment.E2E_WEB ?? path.join(root, 'apps/web/dist'))
}
