import { readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../prepare.mjs'
import { sourceFiles } from './files.mjs'

const limit = 400

/** A file this long holds more than one idea. It warns; it does not fail. */
export function checkLength() {
  return sourceFiles().flatMap((file) => {
    const lines = readFileSync(path.join(root, file), 'utf8').split('\n').length
    return lines > limit ? [`${file} has ${lines} lines; over ${limit}, look for the second idea in it.`] : []
  })
}
