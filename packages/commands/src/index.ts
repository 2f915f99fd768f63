/**
 * One file for each thing a person or a job can do: where the engine meets the database.
 * @module
 */
export * from './jobs.ts'
export { jobsThatFollow } from './jobs-that-follow.ts'
