import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { environment, nodeBinary, StartRefused } from '@baton/runtime'
import { endsWithParent, root } from './places.ts'

const places = ['apps/web', 'packages/contract', 'packages/engine', 'packages/importers', 'package-lock.json']

/** Holds the hash of the sources that the web app was built from. */
const stamp = path.join(root, 'apps/web/dist/.sources')

/**
 * Builds the web app unless it was built from exactly these sources.
 * @param until ends the build when it is aborted
 * @throws StartRefused with what the build said
 */
export async function buildWebApp(say: (line: string) => void, until?: AbortSignal): Promise<void> {
  const sources = await hashOfSources()
  if ((await readFile(stamp, 'utf8').catch(() => '')) === sources) return
  say('Building the web app …')
  const { code, said } = await runViteBuild(until)
  if (code !== 0) throw new StartRefused(`The web app could not be built:\n${withoutStack(said).slice(-4000)}`)
  await mkdir(path.dirname(stamp), { recursive: true })
  await writeFile(stamp, sources)
}

async function hashOfSources(): Promise<string> {
  const hash = createHash('sha256')
  for (const file of (await Promise.all(places.map(filesOf))).flat()) {
    hash
      .update(file)
      .update('\0')
      .update(await readFile(path.join(root, file)))
      .update('\0')
  }
  return hash.digest('hex')
}

/** The files below a place that end up in the web app, in a fixed order. */
async function filesOf(place: string): Promise<string[]> {
  if (path.extname(place) === '.json') return [place]
  const entries = await readdir(path.join(root, place), { withFileTypes: true })
  const found = await Promise.all(
    entries.map((entry) => {
      const { name } = entry
      const file = `${place}/${name}`
      if (['node_modules', 'dist'].includes(name) || name.startsWith('.') || /\.test\.tsx?$/.test(name))
        return Promise.resolve([])
      return entry.isDirectory() ? filesOf(file) : Promise.resolve([file])
    }),
  )
  return found.flat().toSorted()
}

function runViteBuild(until?: AbortSignal) {
  const vite = path.join(root, 'node_modules/vite/bin/vite.js')
  return new Promise<{ code: number; said: string }>((resolve) => {
    const child = spawn(nodeBinary, ['--import', endsWithParent, vite, 'build', '--logLevel', 'warn'], {
      cwd: path.join(root, 'apps/web'),
      env: { ...environment, NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      signal: until,
    })
    let said = ''
    child.stdout!.on('data', (chunk) => (said += chunk))
    child.stderr!.on('data', (chunk) => (said += chunk))
    child.on('error', (error) => resolve({ code: 1, said: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, said }))
  })
}

/** The lines that name functions of the build tool help nobody who builds Baton. */
const withoutStack = (said: string) =>
  stripVTControlCharacters(said)
    .replace(/^ +at .*\n?/gm, '')
    .trim()
