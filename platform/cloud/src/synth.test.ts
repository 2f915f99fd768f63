import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { writeTemplates } from './synth.ts'
import { synthesized } from './testing.ts'

test('templates are written by stage, region and stack, and those that are no more are taken away', () => {
  const out = mkdtempSync(path.join(tmpdir(), 'baton-synth-test-'))
  try {
    const made = synthesized('staging')
    const folder = path.join(out, 'staging/eu-central-1')
    expect(writeTemplates(out, made)).toContain(path.join(folder, 'baton-staging-network.template.json'))
    writeFileSync(path.join(folder, 'notes.txt'), 'of the reviewer')
    const templates = new Map([...made.templates].filter(([name]) => name !== 'baton-staging-lake'))
    writeTemplates(out, { ...made, templates })
    expect(readdirSync(folder).toSorted()).toEqual(
      [...[...templates.keys()].map((name) => `${name}.template.json`), 'notes.txt'].toSorted(),
    )
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
})
