/**
 * Links the packages of Baton to where Node looks for them. They are no part of the archive: not every program that
 * unpacks one makes links.
 */
import { existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'

const here = import.meta.dirname

/** Makes the links that are missing. */
export function link() {
  const folder = path.join(here, 'node_modules/@baton')
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(path.join(here, 'packages')))
    if (!existsSync(path.join(folder, name))) symlinkSync(`../../packages/${name}`, path.join(folder, name))
}

if (import.meta.main) link()
