import { execFileSync } from 'node:child_process'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeBinary } from '@baton/runtime'
import { Code, type AssetCode } from 'aws-cdk-lib/aws-lambda'

/** Bundled once for all stages and regions of a run; the same sources give the same bytes. */
const made = new Map<string, string>()

/**
 * A function's code, bundled from its source into one file `index.mjs` whose `handler` Lambda calls.
 * @param entry the `*.lambda.ts` file
 */
export function functionCode(entry: URL): AssetCode {
  const folder = made.get(entry.href) ?? bundle(entry)
  made.set(entry.href, folder)
  return Code.fromAsset(folder)
}

function bundle(entry: URL): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-function-'))
  const script = fileURLToPath(new URL('bundle-function.ts', import.meta.url))
  execFileSync(nodeBinary, [script, fileURLToPath(entry), path.join(folder, 'index.mjs')], { stdio: 'inherit' })
  return folder
}
