import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { root } from '../prepare.mjs'
import { runTool } from '../run.mjs'
import { checkBoundaries } from './boundaries.mjs'
import { checkLength } from './length.mjs'

/** What is checked before any test runs. Each answers with its faults as text, or nothing when there are none. */
const checks = {
  'types: servers, packages and tools': () => tool('tsc', ['--noEmit']),
  'types: web app': () => tool('tsc', ['--noEmit', '-p', 'apps/web']),
  'types: journeys': () => tool('tsc', ['--noEmit', '-p', 'e2e']),
  lint: () => tool('oxlint', ['--type-aware', '--quiet']),
  'format (npm run format puts it right)': () => tool('oxfmt', ['--check']),
  'boundaries between packages': () => checkBoundaries(),
  'migrations are safe to run': () => checkMigrations(),
  'web app builds': () => buildWeb(),
}

/** Runs all checks one after another and prints the faults. */
export async function runChecks() {
  const total = { passed: 0, failed: 0 }
  for (const [name, check] of Object.entries(checks)) {
    const start = performance.now()
    const faults = await check()
    const seconds = ((performance.now() - start) / 1000).toFixed(1)
    console.log(`${faults ? '✗' : '✓'} ${name} (${seconds} s)`)
    if (faults) console.log(faults.trimEnd().replace(/^/gm, '    '))
    total[faults ? 'failed' : 'passed'] += 1
  }
  for (const warning of checkLength()) console.log(`! ${warning}`)
  return total
}

async function tool(name, words) {
  const { code, output } = await runTool(name, words)
  return code === 0 ? undefined : output || `${name} ended with exit code ${code}`
}

/** Journeys in the browser need it built; nothing is done when its sources have not changed. */
async function buildWeb() {
  const { buildWebApp } = await import('../../apps/cli/src/start/web-build.ts')
  return buildWebApp(() => {}).then(
    () => undefined,
    (error) => error.message,
  )
}

/** Looks for statements that lock tables for long or break servers that still run the version before. */
async function checkMigrations() {
  const folder = path.join(root, 'packages/database/migrations')
  const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.sql')) : []
  if (files.length === 0) return undefined
  return tool(
    'squawk',
    files.map((name) => path.join('packages/database/migrations', name)),
  )
}
