export { migrate } from './migrate.ts'
export * from './tables.ts'
export { openOwnerPool, type Password } from './connection.ts'
export * from './database.ts'
export * from './queue.ts'
export * from './queries/outbox.ts'
export { changeChannel } from './store/write.ts'
export type { TemplateHead } from './store/knowledge.ts'
export { openProcessStore } from './store/process-store.ts'
export type {
  Changed,
  ChangeOptions,
  Decide,
  Idempotency,
  JobsFor,
  Launch,
  ProcessStore,
  StoreOptions,
} from './store/process-store.ts'
export { erasePayload, processState } from './store/states.ts'
export { project, type Projection } from './store/project.ts'
export { wordsOf, type Listing, type Wording } from './store/rows.ts'
export * from './queries/access-tokens.ts'
export * from './queries/announce.ts'
export * from './queries/business-counts.ts'
export * from './queries/callers.ts'
export * from './queries/change-feed.ts'
export * from './queries/events.ts'
export * from './queries/files.ts'
export * from './queries/mails.ts'
export * from './queries/people.ts'
export * from './queries/processes.ts'
export * from './queries/search.ts'
export * from './queries/sign-in.ts'
export * from './queries/tasks.ts'
export * from './queries/templates.ts'
export * from './queries/tracker.ts'
export * from './queries/idempotency.ts'
export * from './queries/readiness.ts'
export { organizationIds, verifyProcesses, type Fault, type Verification } from './verify.ts'
