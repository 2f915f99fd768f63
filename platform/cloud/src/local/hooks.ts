import { access, constants, readdir } from 'node:fs/promises'
import path from 'node:path'
import { startChild, type ChildOptions } from './children.ts'

/** A deployment that ended before its end; the message names the step and its log. */
export class DeploymentFailed extends Error {
  override readonly name = 'DeploymentFailed'
}

/**
 * Runs the hooks of one moment in the order of their names. A folder that is not there has none.
 * @throws DeploymentFailed at the first that ends with another code than 0 or may not be run
 */
export async function runHooks(folder: string, options: ChildOptions): Promise<void> {
  const names = await readdir(folder).catch(() => [])
  for (const name of names.toSorted()) {
    const file = path.join(folder, name)
    const moment = `${path.basename(folder)}/${name}`
    await access(file, constants.X_OK).catch(() => {
      throw new DeploymentFailed(`${moment} may not be run: it lacks the executable bit.`)
    })
    const code = await startChild(file, [], options).ended
    if (code !== 0) throw new DeploymentFailed(`${moment} ended with ${code}. What it said stands in ${options.log}.`)
  }
}
