import path from 'node:path'
import type { Settings } from '@baton/runtime'
import { environment, nodeBinary, smallMemory } from '@baton/runtime'
import type { Child } from './child.ts'
import { describeChild } from './child.ts'
import { endsWithParent, root } from './places.ts'

const logOf = (settings: Settings, name: string) => path.join(settings.DATA_DIR, 'logs', `${name}.log`)

/** True when something at this address answers that it is well. */
async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(address, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false
  }
}

/** The address at which this machine reaches a server that listens on `HOST`. */
export const loopback = ({ HOST }: Pick<Settings, 'HOST'>) =>
  HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST.includes(':') ? `[${HOST}]` : HOST

/** The server of the API, and of the built web app. */
export function apiChild(settings: Settings, surroundings: Record<string, string>, port: number): Child {
  return describeChild({
    name: 'api',
    command: [nodeBinary, ...smallMemory.words.api, '--import', endsWithParent, 'apps/api/src/main.ts'],
    cwd: root,
    env: { ...smallMemory.variables, ...environment, ...surroundings, PORT: String(port) },
    log: logOf(settings, 'api'),
    isReady: () => answers(`http://${loopback(settings)}:${port}/readyz`),
  })
}

/** What works in the background. It has no door to knock at, so it is taken as ready when it runs. */
export function workerChild(settings: Settings, surroundings: Record<string, string>): Child {
  return describeChild({
    name: 'worker',
    command: [nodeBinary, ...smallMemory.words.worker, '--import', endsWithParent, 'apps/worker/src/main.ts'],
    cwd: root,
    env: { ...smallMemory.variables, ...environment, ...surroundings },
    log: logOf(settings, 'worker'),
    isReady: () => Promise.resolve(true),
  })
}

/** Serves the web app from its sources and hands calls of the API on. Only for development. */
export function webChild(settings: Settings, apiPort: number): Child {
  const api = `http://${loopback(settings)}:${apiPort}`
  const script = path.join(root, 'apps/cli/src/start/serve-web-sources.ts')
  return describeChild({
    name: 'web app',
    command: [nodeBinary, '--import', endsWithParent, script, settings.HOST, String(settings.PORT), api],
    cwd: path.join(root, 'apps/web'),
    env: environment,
    log: logOf(settings, 'web'),
    isReady: () => answers(`http://${loopback(settings)}:${settings.PORT}/`),
  })
}
