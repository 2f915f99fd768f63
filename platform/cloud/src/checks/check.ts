import { judge } from '../reach/judge.ts'
import { policyOf } from '../reach/policy.ts'
import { readNet } from '../reach/read.ts'
import { stages } from '../stages.ts'
import type { Synthesized } from '../synth.ts'
import { diagnose } from '../validator.ts'
import type { Finding } from './finding.ts'
import { Linked } from './linked.ts'
import { nag } from './nag.ts'
import { rules } from './rules/index.ts'

/**
 * Everything that can be known of a place without an account: CloudFormation's validator over every template, cdk-nag
 * over the tree, our own rules, and who can talk to whom. Takes some seconds.
 * @returns all findings; a place with an `error` must not be deployed
 */
export function check(synthesized: Synthesized, today = new Date()): Finding[] {
  return [
    ...validated(synthesized),
    ...nag(synthesized.stage, synthesized.place),
    ...ownRules(synthesized, today),
    ...reached(synthesized),
  ]
}

/** Our own rules alone: they read templates only, so they also judge ones that were changed by hand. */
export function ownRules(synthesized: Synthesized, today = new Date()): Finding[] {
  const checked = { ...synthesized, linked: new Linked(synthesized), stages, today }
  return rules.flatMap((rule) => rule(checked))
}

/** What CloudFormation's own schemas and rules say, nested templates included. */
export function validated({ templates }: Synthesized): Finding[] {
  return [...templates].flatMap(([stack, template]) =>
    diagnose(stack, template)
      .filter(({ severity }) => severity !== 'INFO' && severity !== 'DEBUG')
      .filter(
        ({ ruleId, propertyPath }) =>
          !meant.some((each) => each.ruleId === ruleId && (!each.at || each.at === propertyPath)),
      )
      .map(({ ruleId, severity, message, entity, propertyPath, suggestedFix }): Finding => ({
        id: ruleId,
        severity: severity === 'WARN' ? 'warning' : 'error',
        stack,
        ...(entity?.logicalId && { logicalId: entity.logicalId }),
        ...(propertyPath && { path: propertyPath }),
        says: message,
        mend: suggestedFix ?? 'See the schema of the resource.',
      })),
  )
}

/** Warnings of the validator that are as we mean it. */
const meant: { ruleId: string; at?: string; why: string }[] = [
  { ruleId: 'W3005', why: 'CDK names what a function depends on even where a reference does so already.' },
  { ruleId: 'W9002', at: 'Properties.PlatformArn', why: 'A platform belongs to AWS: it is pinned by its ARN.' },
]

function reached(synthesized: Synthesized): Finding[] {
  return judge(readNet(synthesized), policyOf(synthesized.stage)).map((says) => ({
    id: 'reach',
    severity: 'error',
    stack: `baton-${synthesized.stage.name}-network`,
    says,
    mend: 'Close it where it is opened, or say in reach/policy.ts why it must be.',
  }))
}
