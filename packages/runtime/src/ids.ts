import { randomFillSync } from 'node:crypto'

let lastMillisecond = 0
let counter = 0

/** Random bytes for many ids at once: asking for each alone costs ten times as much. */
const random = Buffer.allocUnsafeSlow(4096)
let used = random.length

/** So many random bytes; to be used before more are asked for. */
function randomBytes(count: number): Buffer {
  if (used + count > random.length) {
    randomFillSync(random)
    used = 0
  }
  used += count
  return random.subarray(used - count, used)
}

/**
 * A new UUID of version 7: it begins with the time in milliseconds, so that rows made together lie together in an
 * index. Ids made one after another by one operating system process sort in the order in which they were made.
 */
export function newId(): string {
  const now = Date.now()
  if (now > lastMillisecond) {
    lastMillisecond = now
    counter = randomBytes(2).readUInt16BE() & 0x7ff
  } else {
    // The clock stands or went back: count within the last millisecond, and borrow the next one when that is used up.
    counter += 1
    if (counter > 0xfff) {
      lastMillisecond += 1
      counter = 0
    }
  }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMillisecond, 0, 6)
  bytes.writeUInt16BE(0x7000 | counter, 6)
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
