/** `npm run package`: see platform/cloud/src/bundle/package.ts for what it makes. */
import path from 'node:path'
import { prepare, refuse, root } from './prepare.mjs'

await prepare()
const { packageAll } = await import('../platform/cloud/src/bundle/package.ts')
const { buildWebApp } = await import('../apps/cli/src/start/web-build.ts')

try {
  await packageAll({
    root,
    words: process.argv.slice(2),
    say: console.log,
    async buildWeb() {
      await buildWebApp(console.log)
      return path.join(root, 'apps/web/dist')
    },
  })
} catch (error) {
  if (error.name !== 'PackageRefused' && error.name !== 'StartRefused') throw error
  refuse(error.message)
}
