import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CfnResource, TagManager } from 'aws-cdk-lib'
import { expect, test } from 'vitest'
import { cloudOf } from '../app.ts'
import { stages } from '../stages.ts'

// Costs are told by these tags, and rights are bound to them; what takes none in a template cannot be told apart.
test.each(stages)('everything of $name that takes tags says its stage and product', { timeout: 120_000 }, (stage) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-tags-test-'))
  const app = cloudOf(stage, stage.places[0]!, folder)
  app.synth()
  rmSync(folder, { recursive: true, force: true })
  const taggable = app.node
    .findAll()
    .filter(CfnResource.isCfnResource)
    .flatMap((node) => {
      const tags = TagManager.of(node)?.tagValues()
      return tags ? [{ what: `${node.cfnResourceType} ${node.node.path}`, tags }] : []
    })
  expect(taggable.length).toBeGreaterThan(50)
  const untagged = taggable.filter(
    ({ tags }) => tags['baton:stage'] !== stage.name || tags['baton:product'] !== 'baton',
  )
  expect(untagged.map(({ what }) => what)).toEqual([])
})
