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
}

export type StoredFile = { size: number; sha256: Buffer; head: Buffer }
