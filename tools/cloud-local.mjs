/**
 * `npm run cloud:local`: the cloud on this machine, to be looked at, until Ctrl-C.
 * `npm run cloud:local -- --check`: proves on it what the cloud must do under faults, and ends.
 */
import path from 'node:path'
import { prepare, refuse, root } from './prepare.mjs'

await prepare()
const words = process.argv.slice(2)
if (words.some((word) => word !== '--check'))
  refuse(`cloud:local takes --check or nothing, found “${words.join(' ')}”.`)

if (words.length > 0) {
  const { runTests } = await import('./vitest.mjs')
  const { passed, failed } = await runTests(['cloud'], [])
  console.log(`${passed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
} else {
  const { keepUp } = await import('../platform/cloud/src/local/keep-up.ts')
  const { buildWebApp } = await import('../apps/cli/src/start/web-build.ts')
  const { migrate } = await import('@baton/database')
  const { makeDemo } = await import('../apps/cli/src/demo/make-demo.ts')
  let asked = false
  let running = false
  let stop = () => Promise.resolve()
  const end = async () => {
    if (asked) process.exit(130)
    asked = true
    if (!running) return
    console.log('\nStopping …')
    await stop()
    process.exit(0)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void end())
  stop = await keepUp({
    root,
    buildWeb: async () => {
      await buildWebApp(console.log)
      return path.join(root, 'apps/web/dist')
    },
    async demo(databaseUrl) {
      await migrate(databaseUrl)
      return makeDemo({ databaseUrl }, console.log)
    },
    say: console.log,
  })
  running = true
  if (asked) {
    await stop()
    process.exit(0)
  }
}
