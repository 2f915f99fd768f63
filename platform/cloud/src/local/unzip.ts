import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { inflateRawSync } from 'node:zlib'

/** An entry of a zip file: its Unix mode, and its bytes as they were. */
export type Unpacked = { name: string; mode: number; bytes: Uint8Array }

type Listed = { name: string; method: number; mode: number; bytes: number; at: number }

/**
 * Unpacks a zip file as `unzip` does on an instance, with the modes of its entries, which say what may be run.
 * Links are refused: a bundle for Beanstalk must do without.
 * @throws Error for what is no zip file and for an entry that leads out of the folder
 */
export async function unzip(zip: string, folder: string): Promise<void> {
  for (const { name, mode, bytes } of entriesOf(await readFile(zip))) {
    const place = path.join(folder, name)
    if (!place.startsWith(path.join(folder, path.sep))) throw new Error(`${name} leads out of ${zip}.`)
    if ((mode & 0o170000) === 0o120000) throw new Error(`${name} in ${zip} is a link.`)
    if (name.endsWith('/')) continue
    await mkdir(path.dirname(place), { recursive: true })
    await writeFile(place, bytes)
    if (mode & 0o111) await chmod(place, mode & 0o777)
  }
}

/** The entries of a zip file one after another. */
export function* entriesOf(file: Buffer): Generator<Unpacked> {
  for (const { name, method, mode, bytes, at } of listed(file)) {
    const packed = file.subarray(at, at + bytes)
    yield { name, mode, bytes: method === 0 ? packed : inflateRawSync(packed) }
  }
}

/** What the directory at the end of a zip file lists. */
function listed(file: Buffer): Listed[] {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('This is no zip file: it has no directory.')
  const entries: Listed[] = []
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => file.readUInt16LE(at + offset)) as [
      number,
      number,
      number,
    ]
    // The entry itself repeats its name, and has an extra field of a length of its own.
    const entry = file.readUInt32LE(at + 42)
    entries.push({
      name: file.toString('utf8', at + 46, at + 46 + name),
      method: file.readUInt16LE(at + 10),
      mode: file.readUInt32LE(at + 38) >>> 16,
      bytes: file.readUInt32LE(at + 20),
      at: entry + 30 + file.readUInt16LE(entry + 26) + file.readUInt16LE(entry + 28),
    })
    at += 46 + name + extra + comment
  }
  return entries
}

// An operating system process of its own, so that a large archive does not hold up those who serve meanwhile.
if (import.meta.main) {
  const [zip, folder] = parseArgs({ allowPositionals: true }).positionals
  await unzip(zip!, path.resolve(folder!))
}
