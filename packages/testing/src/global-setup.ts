import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { migrate } from '@baton/database'
import { startEmbeddedPostgres } from '@baton/runtime'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Connects as the owner of the test server; put another database's name in for its path. */
    ownerUrl: string
    /** The migrated and otherwise empty database that tests clone: `CREATE DATABASE x TEMPLATE "<this>"`. */
    templateDatabase: string
  }
}

type Shared = { server: ReturnType<typeof startTestServer>; users: number }

/** Every project loads its own copy of this module, so the one server is kept where all copies find it. */
const place = globalThis as { batonTestServer?: Shared }

/**
 * Starts one PostgreSQL for all tests of this run, on a temporary folder, with one migrated template database.
 * Vitest calls it once for each project that has tests to run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = (place.batonTestServer ??= { server: startTestServer(), users: 0 })
  shared.users += 1
  const server = await shared.server
  project.provide('ownerUrl', server.url)
  project.provide('templateDatabase', 'baton_template')
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    place.batonTestServer = undefined
    await server.stop()
  }
}

async function startTestServer() {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-test-'))
  const server = await startEmbeddedPostgres({ folder, temporary: true, databases: ['baton_template'] })
  try {
    await migrate(server.url.replace(/[^/]*$/, 'baton_template'))
    return server
  } catch (error) {
    await server.stop()
    throw error
  }
}
