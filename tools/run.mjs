import { spawn } from 'node:child_process'
import path from 'node:path'
import { root } from './prepare.mjs'

/**
 * Runs a program that a package brought, on this Node when it is a script.
 * @param name as in `node_modules/.bin`
 * @returns its exit code and what it printed, both streams together; with `show`, printed at once and not returned
 */
export function runTool(name, words, { show = false, cwd = root } = {}) {
  const file = path.join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${name}.cmd` : name)
  return new Promise((resolve) => {
    // The folder of this Node comes first, so that `#!/usr/bin/env node` finds the pinned one.
    const PATH = [path.dirname(process.execPath), process.env.PATH].join(path.delimiter)
    const child = spawn(file, words, {
      cwd,
      env: { ...process.env, PATH },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32',
    })
    let output = ''
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.on('error', (error) => resolve({ code: 1, output: `${file} could not be started: ${error.message}` }))
    child.on('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
