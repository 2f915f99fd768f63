import { stubBundle } from './stub-bundle.ts'

/** A version that starts and never becomes ready. */
export const neverReady = (folder: string) =>
  stubBundle(folder, 'never-ready', {
    'program.mjs': `import { createServer } from 'node:http'
createServer((asked, answer) => {
  answer.statusCode = 503
  answer.end()
}).listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
`,
  })

/** A version whose migration fails. */
export const refusedByHook = (folder: string) =>
  stubBundle(folder, 'refused', { '.platform/hooks/predeploy/10_migrate.sh': '#!/bin/sh\nexit 1\n' })
