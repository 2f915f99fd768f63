import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Stack } from 'aws-cdk-lib'
import { describe, expect, test } from 'vitest'
import { cloudOf } from './app.ts'
import type { Stage } from './stages.ts'
import { resourcesOf, stageOf, synthesized } from './testing.ts'

describe('a stage in a second region is one more entry', () => {
  const [first] = stageOf('staging').places
  const second = { region: 'ap-southeast-2', domain: 'au.baton.example', zoneId: 'Z0000000AU' }
  const places: Stage['places'] = [first!, second]
  const stage = { ...stageOf('staging'), places }

  test('whose stacks overwrite none of the first, in us-east-1 neither', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'baton-places-'))
    const names = places.flatMap((place) =>
      cloudOf(stage, place, path.join(folder, place.region))
        .node.children.filter(Stack.isStack)
        .map((stack) => `${stack.region} ${stack.stackName}`),
    )
    rmSync(folder, { recursive: true })
    expect(names).toHaveLength(4)
    expect(new Set(names).size).toBe(names.length)
  })

  test('and what an account has once is made in the first alone', () => {
    const once = (region: string) => {
      const { templates } = synthesized('staging', region, { places })
      return ['AWS::IAM::OIDCProvider', 'AWS::Budgets::Budget'].flatMap((type) =>
        [...templates.values()].flatMap((template) => resourcesOf(template, type)),
      )
    }
    expect(once(first!.region)).toHaveLength(2)
    expect(once(second.region)).toEqual([])
  })
})
