/**
 * Makes a fresh clone ready: installs what is missing and hands over to the Node that the project pins.
 * Written for any Node from 18 on and without dependencies, because it runs before there are any.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

const wantedMajor = 24

/**
 * Installs what is missing and, when this is not yet the pinned Node, runs the same script on it and ends with its
 * exit code.
 * @returns only on the right Node, in the folder of the repository
 */
export async function prepare() {
  process.chdir(root)
  if (!isInstalled()) install()
  const pinned = pinnedNode()
  if (pinned && pinned !== process.execPath) await handOver(pinned)
  if (!pinned && Number(process.versions.node.split('.')[0]) < wantedMajor) {
    refuse(
      `Baton needs Node ${wantedMajor} or newer, found ${process.version}, and npm offers none for ${process.platform} on ${process.arch}. ` +
        'Install a newer Node and start again.',
    )
  }
}

/** Prints the message without a stack trace and ends with exit code 1. */
export function refuse(message) {
  console.error(`\n${message}\n`)
  process.exit(1)
}

/** Compares the lock with npm's own note of what it installed; npm writes that last, so half an install has none. */
function isInstalled() {
  const wanted = packagesOf('package-lock.json')
  const found = packagesOf('node_modules/.package-lock.json')
  if (!found) return false
  for (const [place, { version, link, optional, peer }] of Object.entries(wanted)) {
    if (!place.includes('node_modules/') || optional || peer) continue
    if (link ? !found[place] : found[place]?.version !== version) return false
  }
  return Object.entries(found).every(([place, { version }]) => wanted[place]?.version === version)
}

function packagesOf(lock) {
  try {
    return JSON.parse(readFileSync(path.join(root, lock), 'utf8')).packages
  } catch {
    return undefined
  }
}

function install() {
  console.log('Installing what Baton needs. The first time this takes a minute …')
  // Warnings are about the Node that runs npm, which is not the one that runs Baton.
  const words = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const result = npm
    ? spawnSync(process.execPath, [npm, ...words], { stdio: 'inherit' })
    : spawnSync('npm', words, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (result.signal) process.exit(128 + constants.signals[result.signal])
  if (result.status === 0) return
  refuse(
    'What Baton needs could not be installed; npm says why above. Most often the network or the disk is the cause. ' +
      'Start again when it is put right.',
  )
}

/** The Node that npm installed for this platform, unless there is none that works. */
function pinnedNode() {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const { optionalDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const names = Object.keys(optionalDependencies).filter((name) => name.startsWith('node-'))
  const places = names.map((name) => path.join(root, 'node_modules', name, 'bin', `node${suffix}`))
  const found = places.find((file) => existsSync(file))
  // As the program itself will tell it, though `node_modules` be a link: else each would hand over to the next for ever.
  const place = found && realpathSync(found)
  if (!place || place === process.execPath) return place
  // It is linked to the GNU library, which not every Linux has.
  return spawnSync(place, ['--version']).status === 0 ? place : undefined
}

function handOver(node) {
  return new Promise(() => {
    // The channel tells the child when this process is gone.
    const child = spawn(node, process.argv.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'ipc'] })
    // Ctrl-C reaches the child by itself; this one only has to wait for it.
    process.on('SIGINT', () => {})
    for (const name of ['SIGTERM', 'SIGHUP']) process.on(name, () => child.kill(name))
    child.on('error', (error) => refuse(`${node} could not be started: ${error.message}`))
    child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
  })
}
