/** What tests build on. Nothing else imports it. */
export { launchBrowser } from './browser.ts'
export { cloneDatabase, databaseOn, type ClonedDatabase } from './cloned-database.ts'
export { until } from './until.ts'
export {
  buildGroup,
  buildMember,
  buildOrganization,
  buildTemplate,
  type BuiltMember,
  type BuiltOrganization,
} from './factories.ts'
