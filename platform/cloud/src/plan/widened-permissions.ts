import { fullDiff } from '@aws-cdk/cloudformation-diff'
import type { Template } from '../synth.ts'
import { text } from './widened-network.ts'

/**
 * Who may do more after a change: statements that allow and are new, statements that forbade and are gone, managed
 * policies attached, permission boundaries taken off or raised. Taking rights away is never reported.
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
  return [...added, ...freed, ...attached, ...unbound(before, after), ...ceilings(before, after)]
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

/**
 * What policies that stand by themselves allow and did not, or forbade and no longer do. Nobody is named in them, so a
 * difference by who may do what misses them; the ceiling of all roles is one.
 */
function ceilings(before: Template, after: Template): string[] {
  return Object.entries(after.Resources).flatMap(([id, { Type, Properties }]) => {
    const old = before.Resources[id]
    if (Type !== 'AWS::IAM::ManagedPolicy' || !old) return []
    const [was, is] = [rightsIn(old.Properties), rightsIn(Properties)]
    const gone = (from: Set<string>, to: Set<string>) => [...from].filter((each) => !to.has(each))
    return [
      ...gone(is.allowed, was.allowed).map((right) => `${id} allows ${right}, which it did not`),
      ...gone(was.forbidden, is.forbidden).map((right) => `${id} no longer forbids ${right}`),
    ]
  })
}

/** Each right of a policy in words: one action on what its statement names, under its conditions. */
function rightsIn(properties: Record<string, unknown> = {}): { allowed: Set<string>; forbidden: Set<string> } {
  const { Statement = [] } = (properties['PolicyDocument'] ?? {}) as { Statement?: Record<string, unknown>[] }
  const said = { Allow: new Set<string>(), Deny: new Set<string>() }
  for (const { Effect, Action, NotAction, Resource, NotResource, Condition } of Statement) {
    const on = NotResource ? `all but ${text(NotResource)}` : text(Resource)
    const when = Condition ? ` when ${text(Condition)}` : ''
    // One list of exceptions is one right: with a name more or less in it, it is another.
    const actions = NotAction ? [`all but ${text(NotAction)}`] : [Action].flat().map(text)
    for (const action of actions) said[Effect === 'Deny' ? 'Deny' : 'Allow'].add(`${action} on ${on}${when}`)
  }
  return { allowed: said.Allow, forbidden: said.Deny }
}

const oneLine = (value: string): string => value.trim().replace(/\s*\n\s*/g, ', ')
