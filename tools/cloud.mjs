/** `npm run cloud:<verb>`: see platform/cloud/src/verbs.ts for what each does. */
import { prepare } from './prepare.mjs'

await prepare()
await import('../platform/cloud/src/main.ts')
