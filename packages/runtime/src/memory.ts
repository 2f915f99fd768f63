/**
 * How an api and a worker on one small machine are started so that they stay small: variables and words for Node.
 * Together they save some 40 MB of an idle pair. In the cloud each has a machine of its own and Node's own measures.
 */
export const smallMemory = {
  /** Linux's allocator keeps a heap for each thread, most of it empty after the start. Elsewhere this means nothing. */
  variables: { MALLOC_ARENA_MAX: '2' },
  /** The space for young objects in MB: an eighth of Node's own costs speed, but a worker has no hurry. */
  words: { api: [], worker: ['--max-semi-space-size=2'] },
} as const
