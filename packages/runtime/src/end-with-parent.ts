/**
 * Loaded before a program with `node --import`: asks the program to end when the process that started it with an IPC
 * channel is gone, and ends it for good when it has not done so within half a minute.
 * @module
 */
import { exit, onParentGone, ownPid, signal } from './node.ts'

onParentGone(() => {
  signal(ownPid, 'SIGTERM')
  setTimeout(() => exit(1), 30_000).unref()
})
