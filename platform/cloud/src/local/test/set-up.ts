import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloneDatabase, type ClonedDatabase } from '@baton/testing'
import { afterAll, beforeAll, inject } from 'vitest'
import { startLocalCloud, type LocalCloud, type LocalCloudOptions } from '../local-cloud.ts'
import { Client } from './client.ts'
import { signedOrganization } from './organization.ts'

/** What a file of proofs works with. */
export type Proof = {
  /** Of the local cloud; versions may be made there, too. */
  folder: string
  database: ClonedDatabase
  organization: Awaited<ReturnType<typeof signedOrganization>>
  local: LocalCloud
  /** Asks the balancer with the token of the organization. */
  client: Client
}

/**
 * A local cloud of version a for the proofs of one file, on a database of its own, whose waits are shorter than in the
 * cloud. Call it once, at the top; its parts are there when the first proof begins.
 */
export function setUpProof(options: Partial<LocalCloudOptions>): Proof {
  const proof: Partial<Proof> = {}
  beforeAll(async () => {
    proof.database = await cloneDatabase()
    proof.organization = await signedOrganization(proof.database)
    proof.folder = await mkdtemp(path.join(tmpdir(), 'baton-cloud-'))
    proof.local = await startLocalCloud({
      folder: proof.folder,
      databaseUrl: proof.database.ownerUrl,
      version: inject('versions').a,
      gate: { sampleMs: 100 },
      ...options,
    })
    proof.client = new Client(proof.local.apiUrl, proof.organization.token, 16)
  })
  afterAll(async () => {
    proof.client?.close()
    await proof.local?.stop()
    await proof.database?.drop()
  })
  return proof as Proof
}
