import type { Readable } from 'node:stream'

/** Where the bytes of uploaded files lie. Names and rights are kept elsewhere. */
export type FileStorage = {
  /**
   * Keeps the bytes of a stream under an id, whole or not at all: when the stream fails, nothing is kept.
   * @param orgId its organization; files of different organizations lie apart
   * @returns size in bytes, SHA-256, and the first bytes (up to 4,100) to tell the type by
   */
  put(orgId: string, id: string, bytes: Readable): Promise<StoredFile>
  /** The bytes. Undefined when there are none under this id. */
  get(orgId: string, id: string): Promise<Readable | undefined>
  /** Does nothing when there is nothing under this id. */
  delete(orgId: string, id: string): Promise<void>
  /** Absent where browsers cannot reach the files by themselves. */
  straight?: StraightWay
}

export type StoredFile = { size: number; sha256: Buffer; head: Buffer }

/** The way from a browser to the files and back that does not lead through us. */
export type StraightWay = {
  /** Where browsers send and fetch, for the policy of pages: `https://files.example`. */
  origin: string
  /**
   * Lets somebody send one file for a few minutes, of exactly this size. It counts only when it is taken in.
   * @param size bytes
   */
  upload(orgId: string, id: string, size: number): Promise<StraightUpload>
  /** What was sent and not yet taken in or thrown away. Undefined when nothing was. */
  arrived(orgId: string, id: string): Promise<Arrived | undefined>
  /**
   * An address from which the file can be fetched for a minute.
   * @param as how it is to be called and of what type it is to be: headers of the answer
   */
  address(orgId: string, id: string, as: { disposition: string; type: string }): Promise<string>
}

/** What somebody sent, read once from end to end. */
export type Arrived = {
  stored: StoredFile
  /**
   * Keeps it as the file of its id. Only this, not what was sent in its place since it was read.
   * @throws OperationalError; nothing is kept then
   */
  takeIn(): Promise<void>
  throwAway(): Promise<void>
}

/** A request that a browser is to send as it stands, with the file as its body. */
export type StraightUpload = { method: 'PUT'; url: string; headers: Record<string, string> }

/** How many first bytes of a file are kept in mind, to tell its type by. */
export const headBytes = 4100

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** Ids are made by us; what looks otherwise must not become a path. @throws TypeError */
export function requireIds(orgId: string, id: string): void {
  if (!uuid.test(orgId) || !uuid.test(id))
    throw new TypeError('A file is found by the UUIDs of its organization and itself.')
}
