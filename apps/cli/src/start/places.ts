import path from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url))

/** Loaded before a child's own code: ends the child when its supervisor is gone. */
export const endsWithParent = path.join(root, 'packages/runtime/src/end-with-parent.ts')

/** Where Node keeps what it made of our sources, so that it need not make it again at each start. */
export const compileCache = path.join(root, 'node_modules/.cache/node')
