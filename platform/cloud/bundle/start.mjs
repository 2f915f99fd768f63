/**
 * Starts the program that BATON_ROLE names, `api` or `worker`.
 *
 *   node start.mjs          starts it
 *   node start.mjs --check  only reads and checks the settings, with exit code 1 when something is wrong
 */
import module from 'node:module'
import './surroundings.mjs'

const role = process.env.BATON_ROLE
if (role !== 'api' && role !== 'worker') {
  console.error(`BATON_ROLE should be api or worker, but is ${role ? `“${role}”` : 'not set'}.`)
  process.exit(1)
}
const { loadSettings } = await import('./packages/integrations/src/index.ts')
if (process.argv.includes('--check')) {
  try {
    await loadSettings()
    console.log(`The settings of this ${role} are in order.`)
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
} else {
  // Spares the later starts of this instance to strip and compile the same sources again.
  module.enableCompileCache()
  await import(`./apps/${role}/src/main.ts`)
}
