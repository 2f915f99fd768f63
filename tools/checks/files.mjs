import { readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../prepare.mjs'

const places = ['apps', 'packages', 'platform', 'e2e', 'bench', 'drills', 'tools']

/** Every source file of ours as a path from the root with forward slashes, sorted. */
export function sourceFiles() {
  return places.flatMap((place) => walk(place)).sort()
}

function walk(folder) {
  let entries
  try {
    entries = readdirSync(path.join(root, folder), { withFileTypes: true })
  } catch {
    return []
  }
  return entries.flatMap((entry) => {
    const name = `${folder}/${entry.name}`
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : walk(name)
    return /\.(m?[jt]s|tsx)$/.test(entry.name) ? [name] : []
  })
}
