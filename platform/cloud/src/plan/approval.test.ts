import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Refused } from '../refused.ts'
import { stages } from '../stages.ts'
import type { Synthesized, Template } from '../synth.ts'
import { approve, lastApproved, requireApproved } from './approval.ts'
import { digestOf } from './digest.ts'

const [stage] = stages
const at = '2026-11-22T10:00:00.000Z'

const made = (): Synthesized => ({
  stage: stage!,
  place: stage!.places[0]!,
  parameters: { EdgeCertificateArn: 'output of the edge stack' },
  templates: new Map<string, Template>([
    [
      'baton-staging',
      { Resources: { Network: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'a' } } } },
    ],
    [
      'baton-staging-network',
      { Resources: { Vpc: { Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16' } } } },
    ],
  ]),
})

let root: string
beforeEach(() => {
  root = path.join(mkdtempSync(path.join(tmpdir(), 'baton-approved-')), 'approved')
})
afterEach(() => rmSync(path.dirname(root), { recursive: true, force: true }))

describe('an approval', () => {
  test('lets pass exactly what was approved and keeps the templates to compare with', () => {
    const synthesized = made()
    const approval = approve(root, synthesized, 'mara', at)
    expect(requireApproved(root, made())).toMatchObject({ digest: approval.digest, approvedBy: 'mara', approvedAt: at })
    expect(lastApproved(root, 'staging', synthesized.place.region)?.templates).toEqual(synthesized.templates)
  })

  const mutations: [string, (synthesized: Synthesized) => void][] = [
    [
      'a property of a nested template',
      ({ templates }) => {
        templates.get('baton-staging-network')!.Resources['Vpc']!.Properties!['CidrBlock'] = '10.1.0.0/16'
      },
    ],
    ['a template more', ({ templates }) => templates.set('baton-staging-lake', { Resources: {} })],
    ['a template less', ({ templates }) => templates.delete('baton-staging-network')],
    [
      'a parameter',
      ({ parameters }) => {
        parameters['EdgeCertificateArn'] = 'another'
      },
    ],
  ]
  test.each(mutations)('does not cover %s changed afterwards', (_, mutate) => {
    approve(root, made(), 'mara', at)
    const changed = made()
    mutate(changed)
    expect(() => requireApproved(root, changed)).toThrow(/not what was approved by mara on 2026-11-22/)
  })

  test('whose record was changed by hand counts no more', () => {
    approve(root, made(), 'mara', at)
    const file = path.join(root, 'staging', stage!.places[0]!.region, 'baton-staging-network.template.json')
    writeFileSync(file, readFileSync(file, 'utf8').replace('10.0.0.0', '10.9.0.0'))
    expect(() => requireApproved(root, made())).toThrow(/not what was recorded/)
  })

  test('is wanted before anything is deployed', () => {
    expect(() => requireApproved(root, made())).toThrow(Refused)
  })

  test('takes the place of the one before, whole', () => {
    approve(root, made(), 'mara', at)
    const next = made()
    next.templates.delete('baton-staging-network')
    approve(root, next, 'noor', at)
    expect(requireApproved(root, next).approvedBy).toBe('noor')
    expect([...lastApproved(root, 'staging', next.place.region)!.templates.keys()]).toEqual(['baton-staging'])
  })
})

describe('a digest', () => {
  test('does not depend on the order of keys or templates', () => {
    const turned = made()
    turned.templates = new Map([...turned.templates].toReversed())
    const vpc = turned.templates.get('baton-staging-network')!.Resources['Vpc']!
    turned.templates.get('baton-staging-network')!.Resources['Vpc'] = { Properties: vpc.Properties, Type: vpc.Type }
    expect(digestOf(turned)).toBe(digestOf(made()))
  })
})
