import { Defect } from '@baton/engine'

/** The types of columns that are written as arrays of PostgreSQL's binary form, with their object ids. */
const elements = {
  boolean: 16,
  bytea: 17,
  bigint: 20,
  smallint: 21,
  text: 25,
  timestamptz: 1184,
  uuid: 2950,
  jsonb: 3802,
}
export type ColumnType = keyof typeof elements

/** Milliseconds from 1970 to 2000, where PostgreSQL counts from. */
const epoch = 946_684_800_000
const twoTo32 = 2 ** 32

/**
 * Writes arrays as PostgreSQL sends and receives them. To read the same out of text costs the server four times as
 * much. What an array holds must be of its type: a value that is not is a Defect, before anything is sent.
 */
export class BinaryArrays {
  #bytes: Buffer
  #end = 0

  /** @param size bytes to begin with */
  constructor(size: number) {
    this.#bytes = Buffer.allocUnsafe(size)
  }

  /** Bytes written so far. */
  get size(): number {
    return this.#end
  }

  /** One array: the column `name` of all rows. Absent values are null. */
  write(rows: readonly Record<string, unknown>[], name: string, type: ColumnType): Buffer {
    const start = this.#end
    this.#room(20)
    this.#int32(rows.length > 0 ? 1 : 0)
    const nulls = this.#end
    this.#int32(0)
    this.#int32(elements[type])
    if (rows.length > 0) {
      this.#int32(rows.length)
      this.#int32(1)
    }
    for (const row of rows) {
      const value = row[name]
      if (value === null || value === undefined) {
        this.#room(4)
        this.#int32(-1)
        this.#bytes[nulls + 3] = 1
      } else this.#value(value, type)
    }
    return this.#bytes.subarray(start, this.#end)
  }

  #value(value: unknown, type: ColumnType): void {
    switch (type) {
      case 'uuid':
        return this.#uuid(value as string)
      case 'text':
        return this.#text(value as string)
      case 'jsonb':
        return this.#text(value as string, 1)
      case 'timestamptz':
        return this.#instant(value as string)
      case 'bytea': {
        const bytes = value as Buffer
        this.#room(bytes.length + 4)
        this.#int32(bytes.length)
        this.#bytes.set(bytes, this.#end)
        this.#end += bytes.length
        return
      }
      case 'bigint':
        this.#room(12)
        this.#int32(8)
        return this.#int64(value as number)
      case 'smallint':
        this.#room(6)
        this.#int32(2)
        this.#bytes[this.#end++] = (value as number) >> 8
        this.#bytes[this.#end++] = value as number
        return
      case 'boolean':
        this.#room(5)
        this.#int32(1)
        this.#bytes[this.#end++] = value ? 1 : 0
        return
      default:
        throw new Defect(`There is no binary form for ${String(type)}.`)
    }
  }

  #text(text: string, version?: number): void {
    const head = version === undefined ? 4 : 5
    this.#room(head + text.length * 3)
    const start = this.#end
    this.#end += head
    if (version !== undefined) this.#bytes[start + 4] = version
    this.#end += this.#bytes.write(text, this.#end)
    this.#bytes.writeInt32BE(this.#end - start - 4, start)
  }

  #uuid(uuid: string): void {
    this.#room(20)
    this.#int32(16)
    let wrong = uuid.length - 36
    for (let place = 0; place < 36; place += 2) {
      if (place === 8 || place === 13 || place === 18 || place === 23) {
        wrong |= uuid.charCodeAt(place) ^ dash
        place += 1
      }
      const [high, low] = [uuid.charCodeAt(place), uuid.charCodeAt(place + 1)]
      wrong |= (high | low) & ~0x7f
      const byte = (digits[high & 0x7f]! << 4) | digits[low & 0x7f]!
      wrong |= byte & ~0xff
      this.#bytes[this.#end++] = byte
    }
    if (wrong !== 0) throw new Defect(`“${uuid}” is no UUID.`)
  }

  #instant(instant: string): void {
    this.#room(12)
    this.#int32(8)
    if (instant === 'infinity') {
      this.#int32(0x7fffffff)
      return this.#int32(-1)
    }
    const milliseconds = Date.parse(instant)
    if (Number.isNaN(milliseconds)) throw new Defect(`“${instant}” is no instant.`)
    this.#int64((milliseconds - epoch) * 1000)
  }

  /** A whole number of at most 53 bits. */
  #int64(value: number): void {
    const high = Math.floor(value / twoTo32)
    this.#int32(high)
    this.#int32(value - high * twoTo32)
  }

  #int32(value: number): void {
    const bytes = this.#bytes
    bytes[this.#end++] = value >>> 24
    bytes[this.#end++] = value >>> 16
    bytes[this.#end++] = value >>> 8
    bytes[this.#end++] = value
  }

  /** Makes sure that so many bytes fit. Arrays that are done keep the memory they are in. */
  #room(bytes: number): void {
    if (this.#end + bytes <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe((this.#end + bytes) * 2)
    larger.set(this.#bytes.subarray(0, this.#end))
    this.#bytes = larger
  }
}

const dash = 45
/** Value of each hexadecimal digit by its character code; −1 for all other characters. */
const digits = new Int8Array(128).fill(-1)
for (let value = 0; value < 16; value += 1) {
  const digit = value.toString(16)
  digits[digit.charCodeAt(0)] = value
  digits[digit.toUpperCase().charCodeAt(0)] = value
}
