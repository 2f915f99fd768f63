import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { environment, freePort, signal } from '@baton/runtime'
import { root } from '../installation.ts'
import { type Result, within } from '../result.ts'

/** `npm start` on a clean clone of the last commit, with whatever npm's cache holds, and once more. */
export async function start(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'baton-start-'))
  try {
    await run('git', ['clone', '--quiet', root, folder], folder)
    const first = await startOnce(folder)
    const second = await startOnce(folder)
    return [within('start', 's', first, 120, ['clean clone']), within('start_again', 's', second, 5)]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Seconds from `npm start` to the first answer of the api. */
async function startOnce(folder: string): Promise<number> {
  const port = await freePort()
  const begun = performance.now()
  const child = spawn('npm', ['start'], {
    cwd: folder,
    env: { ...environment, PORT: String(port), DATA_DIR: path.join(folder, '.data') },
    stdio: 'ignore',
    // Ctrl-C reaches every process of a terminal's group, and npm does not hand it on by itself.
    detached: true,
  })
  const gone = new Promise<number | null>((resolve) => child.once('exit', resolve))
  let ended = false
  void gone.then(() => (ended = true))
  for (;;) {
    if (ended) throw new Error('npm start ended by itself.')
    const well = await fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    )
    if (well) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const seconds = (performance.now() - begun) / 1000
  signal(-child.pid!, 'SIGINT')
  await gone
  return seconds
}

function run(program: string, words: string[], cwd: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, { cwd, stdio: 'ignore' })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${program} ended with ${code}.`))))
  })
}
