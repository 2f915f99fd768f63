/** `npm start` and `npm run dev`: see apps/cli/src/start/main.ts for what they do. */
import module from 'node:module'
import path from 'node:path'
import { prepare, root } from './prepare.mjs'

await prepare()
// Spares the later starts to strip and compile the same sources again.
module.enableCompileCache(path.join(root, 'node_modules/.cache/node'))
await import('../apps/cli/src/start/main.ts')
