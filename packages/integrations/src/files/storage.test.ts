import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { newId } from '@baton/runtime'
import { startFauxqs, type FauxqsServer } from 'fauxqs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { OperationalError } from '../operational-error.ts'
import { diskStorage } from './disk-storage.ts'
import type { FileStorage } from './file-storage.ts'
import { s3Storage } from './s3-storage.ts'

let folder: string
let s3: FauxqsServer
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
  folder = await mkdtemp(path.join(tmpdir(), 'baton-files-'))
  s3 = await startFauxqs({ port: 0, logger: false })
  s3.createBucket('files')
})
afterAll(async () => {
  vi.unstubAllEnvs()
  await s3.stop()
  await rm(folder, { recursive: true })
})

const bucket = (port = s3.port) =>
  s3Storage({ bucket: 'files', region: 'eu-central-1', endpoint: `http://127.0.0.1:${port}`, pathStyle: true })
const keptIn: Record<string, { storage: () => FileStorage; left: (orgId: string) => Promise<unknown[]> }> = {
  'a folder': {
    storage: () => diskStorage(folder),
    left: async (orgId) => {
      const found = await readdir(path.join(folder, orgId), { recursive: true, withFileTypes: true })
      return found.filter((entry) => entry.isFile())
    },
  },
  'a bucket': { storage: () => bucket(), left: async (orgId) => keysOf(orgId) },
}

/** The keys of an organization in the bucket. */
async function keysOf(orgId: string): Promise<string[]> {
  const answer = await fetch(`http://127.0.0.1:${s3.port}/files?list-type=2`)
  return [...(await answer.text()).matchAll(/<Key>([^<]+)<\/Key>/g)]
    .map(([, key]) => key!)
    .filter((key) => key.includes(orgId))
}

describe.each(Object.entries(keptIn))('files in %s', (_, { storage: open, left }) => {
  test('come back as they were put, for their own organization only', async () => {
    const storage = open()
    const [orgId, id] = [newId(), newId()]
    const bytes = Buffer.alloc(200_000, 'baton ')
    const stored = await storage.put(orgId, id, Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]))
    expect(stored.size).toBe(200_000)
    expect(stored.sha256.toString('hex')).toHaveLength(64)
    expect(stored.head).toEqual(bytes.subarray(0, 4100))
    expect(await buffer((await storage.get(orgId, id))!)).toEqual(bytes)
    expect(await storage.get(newId(), id)).toBeUndefined()
    await storage.delete(orgId, id)
    expect(await storage.get(orgId, id)).toBeUndefined()
    await storage.delete(orgId, id)
  })

  test('leave nothing behind when the upload breaks off', async () => {
    const orgId = newId()
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from('half')
        throw new Error('the line was cut')
      })(),
    )
    await expect(open().put(orgId, newId(), broken)).rejects.toThrow('the line was cut')
    expect(await left(orgId)).toEqual([])
  })

  test('are never looked for outside of their place', async () => {
    await expect(open().get('..', newId())).rejects.toThrow(TypeError)
  })
})

describe('a file that a browser sends straight to a bucket', () => {
  const send = async (orgId: string, id: string, bytes: string) => {
    const { method, url, headers } = await bucket().straight!.upload(orgId, id, bytes.length)
    return fetch(url, { method, headers, body: bytes })
  }

  test('is let in by an address that holds for minutes, for one size and one type', async () => {
    const [orgId, id] = [newId(), newId()]
    const { url, headers } = await bucket().straight!.upload(orgId, id, 1234)
    const { pathname, searchParams } = new URL(url)
    expect(pathname).toBe(`/files/incoming/${orgId}/${id}`)
    expect(searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host')
    expect(Number(searchParams.get('X-Amz-Expires'))).toBeLessThanOrEqual(600)
    expect(headers).toEqual({ 'content-type': 'application/octet-stream' })
    // A sum of an empty body in the address would make every upload fail.
    expect([...searchParams.keys()].filter((name) => /checksum/i.test(name))).toEqual([])
  })

  test('counts when it is taken in, and then only', async () => {
    const storage = bucket()
    const [orgId, id] = [newId(), newId()]
    expect(await storage.straight!.arrived(orgId, id)).toBeUndefined()
    expect((await send(orgId, id, 'hello')).status).toBe(200)
    expect(await storage.get(orgId, id)).toBeUndefined()
    const arrived = await storage.straight!.arrived(orgId, id)
    expect(arrived?.stored).toMatchObject({ size: 5, head: Buffer.from('hello') })
    await arrived!.takeIn()
    expect((await buffer((await storage.get(orgId, id))!)).toString()).toBe('hello')
    expect(await keysOf(orgId)).toEqual([`files/${orgId}/${id.slice(-2)}/${id}`])
    expect(await storage.straight!.arrived(orgId, id)).toBeUndefined()
  })

  test('is not exchanged after it was looked at', async () => {
    const asked: IncomingMessage['headers'][] = []
    // The stand-in does not look at this condition, the service does.
    const service = createServer((request, response) => {
      asked.push(request.headers)
      response.writeHead(request.method === 'PUT' ? 412 : 200, { etag: '"first"' }).end()
    })
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve))
    try {
      const arrived = await bucket((service.address() as AddressInfo).port).straight!.arrived(newId(), newId())
      await expect(arrived!.takeIn()).rejects.toThrow(OperationalError)
      expect(asked.at(-1)).toMatchObject({ 'x-amz-copy-source-if-match': '"first"' })
    } finally {
      service.close()
    }
  })

  test('can be thrown away', async () => {
    const [orgId, id] = [newId(), newId()]
    await send(orgId, id, 'hello')
    await (await bucket().straight!.arrived(orgId, id))!.throwAway()
    expect(await keysOf(orgId)).toEqual([])
  })

  test('is fetched from an address that holds for a minute and says how it is to be saved', async () => {
    const storage = bucket()
    const [orgId, id] = [newId(), newId()]
    await storage.put(orgId, id, Readable.from([Buffer.from('hello')]))
    const url = await storage.straight!.address(orgId, id, {
      disposition: 'attachment; filename="a.txt"',
      type: 'text/plain',
    })
    const { searchParams } = new URL(url)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      'X-Amz-Expires': '60',
      'response-content-disposition': 'attachment; filename="a.txt"',
      'response-content-type': 'text/plain',
    })
    expect(await (await fetch(url)).text()).toBe('hello')
  })

  test('has an address that pages can be allowed to reach', () => {
    expect(s3Storage({ bucket: 'files', region: 'eu-central-1' }).straight!.origin).toBe(
      'https://files.s3.eu-central-1.amazonaws.com',
    )
  })
})

test('a bucket that cannot be reached is the world’s fault', async () => {
  await expect(bucket(1).get(newId(), newId())).rejects.toThrow(OperationalError)
}, 30_000)
