/** `npm start` and `npm run dev`: see apps/cli/src/start/main.ts for what they do. */
import { prepare } from './prepare.mjs'

await prepare()
await import('../apps/cli/src/start/main.ts')
