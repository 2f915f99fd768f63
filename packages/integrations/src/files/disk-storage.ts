import { createHash } from 'node:crypto'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { OperationalError } from '../operational-error.ts'
import { headBytes, requireIds, type FileStorage } from './file-storage.ts'

/** Keeps files in a folder, one folder for each organization. It is made when the first file comes. */
export function diskStorage(folder: string): FileStorage {
  const placeOf = (orgId: string, id: string) => {
    requireIds(orgId, id)
    // The last two digits are random, so no folder holds too many.
    return path.join(folder, orgId, id.slice(-2), id)
  }

  return {
    async put(orgId, id, bytes) {
      const place = placeOf(orgId, id)
      const unfinished = `${place}.unfinished`
      try {
        await mkdir(path.dirname(place), { recursive: true })
        const stored = await write(unfinished, bytes)
        await rename(unfinished, place)
        return stored
      } catch (error) {
        await rm(unfinished, { force: true })
        throw explained(error, folder)
      }
    },
    async get(orgId, id) {
      try {
        const file = await open(placeOf(orgId, id))
        return file.createReadStream()
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw explained(error, folder)
      }
    },
    delete: (orgId, id) => rm(placeOf(orgId, id), { force: true }),
  }
}

async function write(place: string, bytes: Readable) {
  const sum = createHash('sha256')
  const head: Buffer[] = []
  let size = 0
  const file = await open(place, 'w', 0o600)
  try {
    for await (const chunk of bytes as AsyncIterable<Buffer>) {
      if (size < headBytes) head.push(chunk.subarray(0, headBytes - size))
      sum.update(chunk)
      size += chunk.length
      // One write may take less than all.
      for (let from = 0; from < chunk.length;) from += (await file.write(chunk, from)).bytesWritten
    }
    // Acknowledged means durable.
    await file.sync()
  } finally {
    await file.close()
  }
  return { size, sha256: sum.digest(), head: Buffer.concat(head) }
}

function explained(error: unknown, folder: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? `There is no room left for files in ${folder}.`
      : code === 'EACCES' || code === 'EPERM' || code === 'EROFS'
        ? `Files cannot be written in ${folder}: permission is missing.`
        : undefined
  return why === undefined ? error : Object.assign(new OperationalError(why), { cause: error })
}
