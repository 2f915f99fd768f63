import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { silentLog, systemClock } from '@baton/runtime'
import { cloneDatabase } from '@baton/testing'
import { inject } from 'vitest'
import { openContext } from '../../apps/api/src/open-context.ts'
import { root } from '../../apps/cli/src/start/places.ts'
import { packageAll } from '../../platform/cloud/src/bundle/package.ts'
import { balancerDefaults } from '../../platform/cloud/src/local/balancer.ts'
import { startLocalCloud, type LocalCloud } from '../../platform/cloud/src/local/local-cloud.ts'
import type { Versions } from '../../platform/cloud/src/local/test/bundle-setup.ts'
import type { Baton } from './baton.ts'

/** A Baton as the cloud carries it: the packaged web app behind a distribution, the bundle on instances behind a balancer. */
export type BatonInTheCloud = Baton & { local: LocalCloud }

export async function startInTheCloud(): Promise<BatonInTheCloud> {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-e2e-cloud-'))
  const words = ['--out', folder, '--only', 'web', '--version', 'a', '--dirty']
  await packageAll({ root, words, buildWeb: async () => inject('webFolder'), say: () => {} })
  const { a }: Versions = inject('versions')
  const database = await cloneDatabase()
  const local = await startLocalCloud({
    folder: path.join(folder, 'cloud'),
    databaseUrl: database.ownerUrl,
    version: a,
    webApp: path.join(folder, 'baton-web-a'),
    gate: { sampleMs: 100 },
    balancer: { checks: { ...balancerDefaults.checks, intervalMs: 250 } },
    properties: { DRAIN_SECONDS: '1' },
  })
  // To found organizations by the commands; nothing is served from here.
  const { ctx, close } = await openContext({
    databaseUrl: database.ownerUrl,
    filesFolder: path.join(folder, 'files'),
    webFolder: inject('webFolder'),
    publicUrl: local.url,
    clock: systemClock,
    log: silentLog,
    ofNode: false,
  })
  return {
    url: local.url,
    ctx,
    database,
    local,
    async close() {
      await ctx.live.close()
      await close()
      await local.stop()
      await database.drop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
