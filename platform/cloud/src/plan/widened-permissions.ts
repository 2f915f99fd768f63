import { fullDiff } from '@aws-cdk/cloudformation-diff'
import type { Template } from '../synth.ts'
import { text } from './widened-network.ts'

/**
 * Who may do more after a change: statements that allow and are new, statements that forbade and are gone, managed
 * policies attached, permission boundaries taken off. Taking rights away is never reported.
 */
export function widenedPermissions(before: Template, after: Template): string[] {
  const { statements, managedPolicies } = fullDiff(before, after).iamChanges
  const added = statements.additions
    .filter((each) => !each.isNegativeStatement)
    .map((each) => {
      const { action, resource, principal, condition } = each.render()
      const when = condition ? ` when ${oneLine(condition)}` : ''
      return `${oneLine(principal)} may ${oneLine(action)} on ${oneLine(resource)}${when}`
    })
  const freed = statements.removals
    .filter((each) => each.isNegativeStatement)
    .map((each) => {
      const { action, resource, principal } = each.render()
      return `${oneLine(principal)} is no longer forbidden ${oneLine(action)} on ${oneLine(resource)}`
    })
  const attached = managedPolicies.additions.map(
    (each) => `${each.identityArn} gets the policy ${each.managedPolicyArn}`,
  )
  return [...added, ...freed, ...attached, ...unbound(before, after)]
}

/** Roles that lost their permission boundary or got another one. */
function unbound(before: Template, after: Template): string[] {
  return Object.entries(after.Resources).flatMap(([id, { Type, Properties }]) => {
    const old = before.Resources[id]?.Properties?.['PermissionsBoundary']
    const young = Properties?.['PermissionsBoundary']
    if (Type !== 'AWS::IAM::Role' || !old || JSON.stringify(old) === JSON.stringify(young)) return []
    return [`${id} is ${young ? `bound by ${text(young)}` : 'no longer bound'} instead of by ${text(old)}`]
  })
}

const oneLine = (value: string): string => value.trim().replace(/\s*\n\s*/g, ', ')
