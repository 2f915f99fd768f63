import { zipSync, type Zippable } from 'fflate'
import type { Entry } from './contents.ts'

/**
 * The earliest moment a zip file can name. It is meant in the zone of the machine, as zip files mean it, so that its
 * bytes are the same in every zone.
 */
const always = new Date(1980, 0, 1)
const unix = 3

/**
 * A zip file that depends on nothing but what it holds: names in order, one time for all, modes 755 or 644.
 * @throws TypeError for two entries of the same path, or a path that leads out
 */
export function archive(entries: readonly Entry[]): Uint8Array {
  const files: Zippable = {}
  for (const { path, bytes, run } of entries.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    if (path in files) throw new TypeError(`Two files want to be ${path}.`)
    if (path.startsWith('/') || path.split('/').includes('..')) throw new TypeError(`${path} leads out of the archive.`)
    const mode = run ? 0o100755 : 0o100644
    // What is compressed already only costs time.
    const level = /\.(png|woff2|br|gz|zip)$/.test(path) ? 0 : 6
    files[path] = [bytes, { level, mtime: always, os: unix, attrs: mode << 16 }]
  }
  return zipSync(files)
}
