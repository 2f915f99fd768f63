import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { environment, startEmbeddedPostgres } from '@baton/runtime'
import { packageAll } from '../bundle/package.ts'
import { startLocalCloud } from './local-cloud.ts'

export type KeepUp = {
  /** The folder of the repository. */
  root: string
  /** Builds the web app unless it is built; its folder. */
  buildWeb: () => Promise<string>
  /** Migrates the database and puts something to look at into it; how to sign in to it. */
  demo: (databaseUrl: string) => Promise<{ email: string; password: string } | undefined>
  say: (line: string) => void
}

/**
 * Packages what is checked out and runs it as the cloud would, to be looked at.
 * @returns how to end all of it; nothing of it is left then
 */
export async function keepUp({ root, buildWeb, demo, say }: KeepUp): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-local-cloud-'))
  const ends: (() => unknown)[] = [() => rm(folder, { recursive: true, force: true })]
  const stop = async () => {
    for (let end = ends.pop(); end; end = ends.pop()) await end()
  }
  try {
    say('Packaging …')
    const words = ['--out', folder, '--version', 'local', '--dirty']
    await packageAll({ root, words, buildWeb, say: () => {} })
    const postgres = await startEmbeddedPostgres({ folder: path.join(folder, 'postgresql'), temporary: true })
    ends.push(() => postgres.stop())
    // Before anything works on it: a worker would do what the demo is about to tell as done.
    const signIn = await demo(postgres.url)
    say('Starting two instances of the api and one of the worker …')
    const local = await startLocalCloud({
      folder: path.join(folder, 'cloud'),
      databaseUrl: postgres.url,
      version: { label: 'local', bundle: path.join(folder, 'baton-api-worker-local.zip') },
      webApp: path.join(folder, 'baton-web-local'),
      port: Number(environment['PORT'] ?? 0),
      // Nobody who looks at it waits for the balancer of the cloud.
      properties: { DRAIN_SECONDS: '2' },
    })
    ends.push(local.stop)
    say(
      [
        '',
        `Baton, as in the cloud:  ${local.url}${signIn ? `  (${signIn.email}, password ${signIn.password})` : ''}`,
        `  balancer               ${local.apiUrl}  before ${local.api.instances.length} instances (proxy: ${proxyName(local.api.instances[0]!.proxy)})`,
        `  queues                 ${local.services.endpoint}/_fauxqs/queues`,
        `  files                  ${local.files.url}  (by signed addresses only)`,
        `  mail                   ${local.mail.url}  (kept, delivered nowhere)`,
        `  database               ${postgres.url}`,
        ...[...local.api.instances, ...local.worker.instances].map(
          ({ id, port, logs }) => `  ${id.padEnd(22)} http://127.0.0.1:${port}  logs in ${logs}`,
        ),
        '',
        'Ctrl-C stops all of it.',
      ].join('\n'),
    )
    return stop
  } catch (error) {
    await stop()
    throw error
  }
}

const proxyName = (kind: 'nginx' | 'own') => (kind === 'nginx' ? 'nginx' : 'our own, since nginx is not installed')
