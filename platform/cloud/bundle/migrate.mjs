/**
 * Brings the database to what this version needs, before it is started anywhere. Instances that come at the same time
 * wait for the first and then find nothing to do. Exit code 1 when it did not work: the deployment ends there.
 */
import './surroundings.mjs'

try {
  const { loadSettings } = await import('./packages/integrations/src/index.ts')
  const { migrate } = await import('./packages/database/src/index.ts')
  const { settings } = await loadSettings()
  const done = await migrate(settings.DATABASE_URL)
  console.log(done.length > 0 ? `Migrated: ${done.join(', ')}.` : 'The database is up to date.')
} catch (error) {
  console.error(error.name === 'StartRefused' ? error.message : error)
  process.exitCode = 1
}
