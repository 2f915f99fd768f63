#!/usr/bin/env node
/**
 * `npx baton`: the command line on a Node that runs TypeScript. An older one hands over to the Node that the project
 * pins, which npm has put beside the other packages.
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { constants } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const wantedMajor = 24
const main = new URL('../src/main.ts', import.meta.url)

if (Number(process.versions.node.split('.')[0]) >= wantedMajor) await import(main.href)
else handOver(pinnedNode())

function pinnedNode() {
  const packages = fileURLToPath(new URL('../../../node_modules', import.meta.url))
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  const found = existsSync(packages)
    ? readdirSync(packages).filter((each) => /^node-(bin-)?(darwin|linux|win)-/.test(each))
    : []
  return found.map((each) => path.join(packages, each, 'bin', name)).find((file) => existsSync(file))
}

function handOver(node) {
  if (!node) {
    console.error(
      `Baton needs Node ${wantedMajor} or newer, found ${process.version}, and none is installed beside it. Run “npm ci” in the folder of the project, or install a newer Node.`,
    )
    process.exit(1)
  }
  const child = spawn(node, [fileURLToPath(main), ...process.argv.slice(2)], { stdio: 'inherit' })
  // Ctrl-C reaches the child by itself; this one only waits for it.
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => child.kill('SIGTERM'))
  child.on('error', (error) => {
    console.error(`${node} could not be started: ${error.message}`)
    process.exit(1)
  })
  child.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]))
}
