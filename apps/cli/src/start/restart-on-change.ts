import { watch } from 'node:fs'
import path from 'node:path'
import type { Child } from './child.ts'
import { root } from './places.ts'

/** Whose sources lie where; a change in a package concerns all. */
const places: Record<string, string[]> = {
  packages: ['api', 'worker'],
  'apps/api/src': ['api'],
  'apps/worker/src': ['worker'],
}

/** An editor that saves writes several times. */
const quietMs = 200

const isSource = (file: string) => /(^|\/)src\/.*\.(ts|sql)$/.test(file) && !/\.test\.ts$|node_modules/.test(file)

/** Restarts the children when a source of theirs has changed and nothing more changes for a moment. */
export function restartOnChange(children: Child[], say: (line: string) => void): { stop(): Promise<void> } {
  let timer: ReturnType<typeof setTimeout> | undefined
  let restarting = Promise.resolve()
  const concerned = new Set<string>()

  const restart = async () => {
    const names = [...concerned]
    concerned.clear()
    for (const child of children.filter(({ name }) => names.includes(name))) {
      // A fault in the source ends a child, which is told elsewhere; it is started again at the next change.
      await child.restart().catch((error: Error) => /does not answer/.test(error.message) && say(error.message))
    }
  }

  const watchers = Object.entries(places).map(([place, names]) =>
    watch(path.join(root, place), { recursive: true }, (_, name) => {
      const file = path.join(place, name ?? '')
      if (!isSource(file)) return
      if (concerned.size === 0) say(`${file} has changed: restarting`)
      for (const child of names) concerned.add(child)
      clearTimeout(timer)
      timer = setTimeout(() => {
        restarting = restarting.then(restart)
      }, quietMs)
    }),
  )
  const stop = async () => {
    clearTimeout(timer)
    for (const watcher of watchers) watcher.close()
    await restarting
  }
  return { stop }
}
