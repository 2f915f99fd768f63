/**
 * `npm test`: every check, then every test. The last line is `N passed, N failed`.
 *
 *   npm test                              all of it
 *   npm test -- --only checks|unit|api|stacks|cloud|e2e  one part
 *   npm test -- packages/engine           only the tests whose path contains these words
 */
import { prepare, refuse } from './prepare.mjs'

await prepare()
const { runChecks } = await import('./checks/all.mjs')
const { runTests } = await import('./vitest.mjs')

const parts = ['checks', 'unit', 'api', 'stacks', 'cloud', 'e2e']
const words = process.argv.slice(2)
const at = words.indexOf('--only')
const only = at >= 0 ? words.splice(at, 2)[1] : undefined
if (at >= 0 && !parts.includes(only)) refuse(`--only takes one of ${parts.join(', ')}, found “${only ?? 'nothing'}”.`)

const wantsChecks = only === 'checks' || (!only && words.length === 0)
const projects = parts.slice(1).filter((name) => !only || only === name)

const total = { passed: 0, failed: 0 }
const add = ({ passed, failed }) => {
  total.passed += passed
  total.failed += failed
}

if (wantsChecks) add(await runChecks())
if (projects.length > 0) add(await runTests(projects, words))

process.exitCode = total.failed > 0 ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed`)
