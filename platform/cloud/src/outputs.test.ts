import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { stages } from './stages.ts'
import { synthesized } from './testing.ts'

const guide = readFileSync(new URL('../../../docs/guides/cloud.md', import.meta.url), 'utf8')

test.each(stages)('everything that the guide asks people for is told by the main stack of $name', ({ name }) => {
  const { Outputs = {} } = synthesized(name).templates.get(`baton-${name}`)!
  const told = [...guide.matchAll(/^\| `(\w+)` \|/gm)].map(([, output]) => output)
  expect(told.length).toBeGreaterThan(5)
  expect(told.toSorted()).toEqual(Object.keys(Outputs).toSorted())
  // Every command of the guide that asks for an output asks for one that is there.
  for (const [, output] of guide.matchAll(/\$\(output (\w+)\)/g)) expect(told).toContain(output)
})
