/**
 * Bundles one function: `node bundle-function.ts <entry> <file>`. A program of its own, because CDK wants its answer at
 * once and the bundler works asynchronously.
 * @module
 */
import { commandLine } from '@baton/runtime'
import { build } from 'rolldown'

const [input, file] = commandLine
if (!input || !file) throw new Error('Say what to bundle and where to write it: bundle-function.ts <entry> <file>.')

await build({
  input,
  platform: 'node',
  tsconfig: false,
  logLevel: 'warn',
  // Runtime reaches PostgreSQL, logs and settings; a function uses one value of it.
  treeshake: { moduleSideEffects: (id) => !id.includes('/packages/runtime/') },
  transform: { target: 'node24' },
  output: { file, format: 'esm', codeSplitting: false, minify: true, comments: false },
})
