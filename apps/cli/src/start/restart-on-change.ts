import { watch } from 'node:fs'
import path from 'node:path'
import type { Child } from './child.ts'
import { root } from './places.ts'

const places = ['packages', 'apps/api/src', 'apps/worker/src']
const quietMs = 150

/** Restarts the children when a source of theirs has changed and nothing more changes for a moment. */
export function restartOnChange(children: Child[], say: (line: string) => void): { stop(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let restarting = Promise.resolve()
  const restart = (changed: string) => {
    restarting = restarting.then(async () => {
      say(`${changed} has changed: restarting`)
      // A fault in the source ends a child; it is started again at the next change.
      for (const child of children)
        await child.restart().catch((error: Error) => /does not answer/.test(error.message) && say(error.message))
    })
  }
  const watchers = places.map((place) =>
    watch(path.join(root, place), { recursive: true }, (_, name) => {
      if (
        !name ||
        !/(^|\/)src\/.*\.tsx?$|^[^/]+\.ts$/.test(path.join(place, name)) ||
        /\.test\.|node_modules/.test(name)
      )
        return
      clearTimeout(timer)
      timer = setTimeout(() => restart(path.join(place, name)), quietMs)
    }),
  )
  const stop = async () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
    await restarting
  }
  return { stop }
}
