/** `npm run bench`: see bench/src/main.ts for what it measures. */
import { prepare } from './prepare.mjs'

await prepare()
await import('../bench/src/main.ts')
