import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { archive } from '../../bundle/archive.ts'
import type { Version } from '../instance.ts'

/** A program that answers everything with its version's label, and `/readyz` like every program of ours. */
const program = (label: string) => `
import { createServer } from 'node:http'
createServer((asked, answer) => {
  if (asked.url === '/exit') setTimeout(() => process.exit(3), 10)
  answer.end(${JSON.stringify(label)} + ' ' + (process.env.WORD ?? ''))
}).listen(Number(process.env.PORT), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))
`

/** A small bundle. `files` are added or take the place of its own; those that end in `.sh` may be run. */
export async function stubBundle(folder: string, label: string, files: Record<string, string> = {}): Promise<Version> {
  const all = { Procfile: 'web: node program.mjs\n', 'program.mjs': program(label), ...files }
  const entries = Object.entries(all).map(([name, text]) => ({
    path: name,
    bytes: Buffer.from(text),
    run: name.endsWith('.sh'),
  }))
  const bundle = path.join(folder, `${label}.zip`)
  await writeFile(bundle, archive(entries))
  return { label, bundle }
}
