import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeBinary } from '@baton/runtime'
import type { CfnResource } from 'aws-cdk-lib'
import { Code, type AssetCode, type CodeConfig, type ResourceBindOptions } from 'aws-cdk-lib/aws-lambda'
import type { Construct } from 'constructs'

/** Bundled once for all stages and regions of a run; the same sources give the same bytes. */
const made = new Map<string, Buffer>()

/**
 * A function's code, bundled from its source into one file `index.mjs` whose `handler` Lambda calls.
 * @param entry the `*.lambda.ts` file
 */
export const functionCode = (entry: URL): Code => new Bundled(entry)

/** CDK copies the code when a function takes it, so the folder it is copied from lives no longer than that. */
class Bundled extends Code {
  readonly isInline = false
  readonly #entry: URL
  #taken: AssetCode | undefined

  constructor(entry: URL) {
    super()
    this.#entry = entry
  }

  override bind(scope: Construct): CodeConfig {
    const code = made.get(this.#entry.href) ?? bundled(this.#entry)
    made.set(this.#entry.href, code)
    return inFolder((folder) => {
      writeFileSync(path.join(folder, 'index.mjs'), code)
      this.#taken = Code.fromAsset(folder)
      return this.#taken.bind(scope)
    })
  }

  override bindToResource(resource: CfnResource, options?: ResourceBindOptions): void {
    this.#taken?.bindToResource(resource, options)
  }
}

function bundled(entry: URL): Buffer {
  return inFolder((folder) => {
    const [script, file] = [
      fileURLToPath(new URL('bundle-function.ts', import.meta.url)),
      path.join(folder, 'index.mjs'),
    ]
    execFileSync(nodeBinary, [script, fileURLToPath(entry), file], { stdio: 'inherit' })
    return readFileSync(file)
  })
}

function inFolder<T>(use: (folder: string) => T): T {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-function-'))
  try {
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
