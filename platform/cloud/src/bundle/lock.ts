/** What npm's lock says of a folder of packages. */
export type Locked = {
  version?: string
  integrity?: string
  resolved?: string
  link?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}
export type Lock = Record<string, Locked>

/** What the bundle holds: folders of ours, and places below `node_modules` as npm has put them. */
export type Needed = { ours: string[]; modules: string[] }

/**
 * Finds all that programs need when they run, in order: what they depend on, what that depends on, and so on. Nothing
 * for development, nothing for other systems than Linux with the GNU library.
 * @param programs folders in the repository
 * @param without names of packages, or their beginnings ending in `/`, that the programs do without
 */
export function neededBy(lock: Lock, programs: readonly string[], without: readonly string[] = []): Needed {
  const found = new Set<string>()
  const waiting = [...programs]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (found.has(place)) continue
    const { dependencies, optionalDependencies, peerDependencies, peerDependenciesMeta } = lock[place] ?? {}
    if (!lock[place]) throw new Error(`package-lock.json says nothing of ${place}. Run npm install.`)
    found.add(place)
    const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional)
    for (const name of [...Object.keys({ ...dependencies, ...optionalDependencies }), ...peers]) {
      if (without.some((left) => name === left || (left.endsWith('/') && name.startsWith(left)))) continue
      const from = placeOf(lock, place, name)
      if (from === undefined) {
        if (name in (optionalDependencies ?? {}) || peers.includes(name)) continue
        throw new Error(`${place} needs ${name}, of which package-lock.json knows no place. Run npm install.`)
      }
      if (runsThere(lock[from]!)) waiting.push(lock[from]!.link ? lock[from]!.resolved! : from)
    }
  }
  const isModule = (place: string) => place.includes('node_modules/')
  const all = [...found].toSorted()
  return { ours: all.filter((place) => !isModule(place)), modules: all.filter(isModule) }
}

/** Where Node finds a package that is asked for from a place: in it, or in a folder above. */
function placeOf(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/')) : '') {
    if (folder === 'node_modules' || folder.endsWith('/node_modules')) continue
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`
    if (lock[place]) return place
    if (folder === '') return undefined
  }
}

/** Beanstalk's machines: Linux with the GNU library, on Intel or Graviton. */
const runsThere = ({ os, cpu, libc }: Locked): boolean =>
  (!os || os.includes('linux')) &&
  (!cpu || cpu.includes('x64') || cpu.includes('arm64')) &&
  (!libc || libc.includes('glibc'))
