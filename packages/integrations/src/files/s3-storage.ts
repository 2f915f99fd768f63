import { createHash } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { cloud } from '@baton/runtime'
import { OperationalError } from '../operational-error.ts'
import { diskStorage } from './disk-storage.ts'
import { headBytes, requireIds, type FileStorage, type StoredFile } from './file-storage.ts'

export type S3Options = {
  bucket: string
  region?: string
  /** A stand-in for the service. */
  endpoint?: string
  /** The bucket is the first part of the path, not of the host's name. */
  pathStyle?: boolean
}

/** Seconds for which somebody may send a file, and fetch one. */
const [toSend, toFetch] = [600, 60]

/** The type of every file on its way; what it is in truth is found out when it is taken in. */
const anything = 'application/octet-stream'

/** Keeps files in a bucket of Amazon S3. Its client is loaded when it is first needed. */
export function s3Storage({ bucket, region, endpoint, pathStyle = false }: S3Options): FileStorage {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const s3 = await import('@aws-sdk/client-s3')
    const { getSignedUrl } = await import('@aws-sdk/s3-request-presigner')
    const client = new s3.S3Client({
      region,
      endpoint,
      forcePathStyle: pathStyle,
      // A sum of what is not there yet cannot be signed.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    })
    return { s3, client, getSignedUrl }
  }
  const opening = () => (opened ??= open())

  const keyOf = (orgId: string, id: string) => {
    requireIds(orgId, id)
    return {
      kept: `${cloud.files.kept}${orgId}/${id.slice(-2)}/${id}`,
      incoming: `${cloud.files.incoming}${orgId}/${id}`,
    }
  }

  /** What an object holds, and which of its versions that is; undefined when there is none. */
  async function read(key: string): Promise<{ bytes: Readable; etag: string | undefined } | undefined> {
    const { s3, client } = await opening()
    try {
      const { Body, ETag } = await client.send(new s3.GetObjectCommand({ Bucket: bucket, Key: key }))
      return { bytes: Body as Readable, etag: ETag }
    } catch (error) {
      if (error instanceof s3.NoSuchKey || (error as Error).name === 'NotFound') return undefined
      throw unavailable(error)
    }
  }

  async function remove(key: string): Promise<void> {
    const { s3, client } = await opening()
    await client.send(new s3.DeleteObjectCommand({ Bucket: bucket, Key: key })).catch(failed)
  }

  return {
    async put(orgId, id, bytes) {
      const { kept } = keyOf(orgId, id)
      const { s3, client } = await opening()
      // The service wants to know the size first, and a stream that breaks off must leave nothing there.
      const folder = await mkdtemp(path.join(tmpdir(), 'baton-upload-'))
      try {
        const disk = diskStorage(folder)
        const stored = await disk.put(orgId, id, bytes)
        const Body = await disk.get(orgId, id)
        const object = { Bucket: bucket, Key: kept, Body, ContentLength: stored.size, ContentType: anything }
        await client.send(new s3.PutObjectCommand(object)).catch(failed)
        return stored
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
    get: async (orgId, id) => (await read(keyOf(orgId, id).kept))?.bytes,
    delete: (orgId, id) => remove(keyOf(orgId, id).kept),
    straight: {
      origin: originOf({ bucket, region, endpoint, pathStyle }),
      async upload(orgId, id, size) {
        const { s3, client, getSignedUrl } = await opening()
        const object = { Bucket: bucket, Key: keyOf(orgId, id).incoming, ContentLength: size, ContentType: anything }
        const url = await getSignedUrl(client, new s3.PutObjectCommand(object), {
          expiresIn: toSend,
          // Signed, so that nothing larger and nothing of another type can be sent with this address.
          signableHeaders: new Set(['content-length', 'content-type', 'host']),
        })
        // The browser itself tells the length.
        return { method: 'PUT', url, headers: { 'content-type': anything } }
      },
      async arrived(orgId, id) {
        const { kept, incoming } = keyOf(orgId, id)
        const found = await read(incoming)
        if (!found) return undefined
        const { s3, client } = await opening()
        const copy = {
          Bucket: bucket,
          Key: kept,
          CopySource: `${bucket}/${incoming}`,
          CopySourceIfMatch: found.etag,
        }
        return {
          stored: await summed(found.bytes),
          async takeIn() {
            await client.send(new s3.CopyObjectCommand(copy)).catch(failed)
            // What stays is removed by the bucket itself after a day.
            await remove(incoming).catch(() => {})
          },
          throwAway: () => remove(incoming),
        }
      },
      async address(orgId, id, { disposition, type }) {
        const { s3, client, getSignedUrl } = await opening()
        const object = {
          Bucket: bucket,
          Key: keyOf(orgId, id).kept,
          ResponseContentDisposition: disposition,
          ResponseContentType: type,
          ResponseCacheControl: 'private, no-store',
        }
        return getSignedUrl(client, new s3.GetObjectCommand(object), { expiresIn: toFetch })
      },
    },
  }
}

async function summed(bytes: Readable): Promise<StoredFile> {
  const sum = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  for await (const chunk of bytes as AsyncIterable<Buffer>) {
    if (size < headBytes) head.push(chunk.subarray(0, headBytes - size))
    sum.update(chunk)
    size += chunk.length
  }
  return { size, sha256: sum.digest(), head: Buffer.concat(head) }
}

function originOf({ bucket, region, endpoint, pathStyle }: S3Options): string {
  const service = new URL(endpoint ?? `https://s3.${region}.amazonaws.com`)
  return pathStyle ? service.origin : `${service.protocol}//${bucket}.${service.host}`
}

const unavailable = (cause: unknown): OperationalError =>
  new OperationalError(`Files cannot be reached at the moment: ${(cause as Error)?.message}`, { cause })

function failed(cause: unknown): never {
  throw unavailable(cause)
}
