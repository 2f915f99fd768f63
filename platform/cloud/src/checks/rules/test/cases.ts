import { expect, test } from 'vitest'
import { stageOf } from '../../../testing.ts'
import type { Resource, Template } from '../../../synth.ts'
import { stages, type Stage } from '../../../stages.ts'
import { Linked } from '../../linked.ts'
import type { Rule } from '../../rule.ts'

export const production = stageOf('production')
const today = new Date('2026-11-22T00:00:00Z')
const stack = 'baton-production-part'

/** What a rule says of a template with these resources. */
export function says(
  rule: Rule,
  resources: Record<string, Resource>,
  { stage = production, ...template }: { stage?: Stage } & Partial<Template> = {},
): string[] {
  const place = stage.places[0]!
  const templates = new Map([[stack, { ...template, Resources: resources }]])
  const checked = { stage, place, templates, parameters: {}, linked: new Linked({ templates, place }), stages, today }
  return rule(checked).map((finding) => finding.says)
}

export const make = (
  Type: string,
  Properties: Record<string, unknown> = {},
  more: Partial<Resource> = {},
): Resource => ({
  Type,
  Properties,
  ...more,
})

/** A table of cases: what is wrong, and a part of what the rule says; none for what is right. */
export type Case = [name: string, resources: Record<string, Resource>, expected?: string]

export const follows = (rule: Rule, cases: Case[]) =>
  test.each(cases)('%s', (_, resources, expected) => {
    const found = says(rule, resources)
    if (expected === undefined) expect(found).toEqual([])
    else expect(found.join('\n')).toContain(expected)
  })

export const option = (Namespace: string, OptionName: string, Value: unknown) => ({ Namespace, OptionName, Value })
export const launch = 'aws:autoscaling:launchconfiguration'
export const basics = [
  option(launch, 'DisableIMDSv1', 'true'),
  option(launch, 'DisableDefaultEC2SecurityGroup', 'true'),
  option(launch, 'IamInstanceProfile', 'p'),
]
const PlatformArn =
  'arn:aws:elasticbeanstalk:eu-central-1::platform/Node.js 24 running on 64bit Amazon Linux 2023/6.10.0'
export const environment = (properties: Record<string, unknown>, options: unknown[] = []) =>
  make('AWS::ElasticBeanstalk::Environment', {
    PlatformArn,
    Tier: { Name: 'WebServer', Type: 'Standard' },
    OptionSettings: [...basics, ...options],
    ...properties,
  })
