export { migrate } from './migrate.ts'
export * from './tables.ts'
export * from './database.ts'
export * from './queue.ts'
export { changeChannel } from './store/write.ts'
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
export { project, wordsOf, type Listing, type Projection, type Wording } from './store/project.ts'
