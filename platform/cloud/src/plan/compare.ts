import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff'
import type { Resource, Template } from '../synth.ts'
import { createOnlyPaths, differsAt } from './create-only.ts'
import { widenedNetwork } from './widened-network.ts'
import { widenedPermissions } from './widened-permissions.ts'

export type Effect = 'created' | 'changed' | 'replaced' | 'may be replaced' | 'deleted' | 'left behind'

/** What would happen to one resource. */
export interface PlannedChange {
  stack: string
  logicalId: string
  type: string
  effect: Effect
  /** Names of the properties that differ, those that force a replacement first; empty when created or deleted. */
  properties: string[]
}

export interface Comparison {
  changes: PlannedChange[]
  /** Sentences: who may do more than before. */
  permissions: string[]
  /** Sentences: who is reached from where, that was not before. */
  network: string[]
}

const empty: Template = { Resources: {} }

/**
 * What deploying `after` would do where `before` runs. Stacks are compared by name, nested ones like their parents.
 * @param before the templates last approved, or none for a new environment
 */
export function compare(before: Map<string, Template>, after: Map<string, Template>): Comparison {
  const comparison: Comparison = { changes: [], permissions: [], network: [] }
  const stacks = [...new Set([...before.keys(), ...after.keys()])].sort()
  for (const stack of stacks) {
    const old = before.get(stack) ?? empty
    const young = after.get(stack) ?? empty
    comparison.changes.push(...changesOf(stack, old, young))
    const named = (sentence: string) => `${stack}: ${sentence}`
    comparison.permissions.push(...widenedPermissions(old, young).map(named))
    comparison.network.push(...widenedNetwork(old, young).map(named))
  }
  return comparison
}

function changesOf(stack: string, before: Template, after: Template): PlannedChange[] {
  const createOnly = createOnlyPaths(stack, after)
  const changes: PlannedChange[] = []
  fullDiff(before, after).resources.forEachDifference((logicalId, difference) => {
    const old = before.Resources[logicalId]
    const young = after.Resources[logicalId]
    const type = young?.Type ?? old?.Type ?? ''
    // The template of a nested stack is compared on its own; its parent changes with each of its bytes.
    if (type === 'AWS::CloudFormation::Stack' && old && young && onlyTemplateDiffers(old, young)) return
    const forcing = old && young ? (createOnly.get(logicalId) ?? []).filter((each) => differsAt(old, young, each)) : []
    const properties = Object.entries(difference.propertyUpdates)
      .sort(([, a], [, b]) => rank(b.changeImpact) - rank(a.changeImpact))
      .map(([name]) => name)
    const effect = forcing.length > 0 ? 'replaced' : effectOf(difference.changeImpact)
    if (!effect) return
    changes.push({
      stack,
      logicalId,
      type,
      effect,
      properties: [...new Set([...forcing.map((each) => each.join('.')), ...properties])],
    })
  })
  return changes
}

const rank = (impact: ResourceImpact | undefined): number =>
  impact === ResourceImpact.WILL_REPLACE ? 2 : impact === ResourceImpact.MAY_REPLACE ? 1 : 0

function effectOf(impact: ResourceImpact): Effect | undefined {
  switch (impact) {
    case ResourceImpact.WILL_CREATE:
    case ResourceImpact.WILL_IMPORT:
      return 'created'
    case ResourceImpact.WILL_UPDATE:
      return 'changed'
    case ResourceImpact.WILL_REPLACE:
      return 'replaced'
    case ResourceImpact.MAY_REPLACE:
      return 'may be replaced'
    case ResourceImpact.WILL_DESTROY:
      return 'deleted'
    case ResourceImpact.WILL_ORPHAN:
      return 'left behind'
    case ResourceImpact.NO_CHANGE:
      return undefined
  }
}

function onlyTemplateDiffers(old: Resource, young: Resource): boolean {
  const apart = ({ Properties, ...rest }: Resource) => {
    const { TemplateURL: _, ...properties } = Properties ?? {}
    return JSON.stringify({ ...rest, Metadata: undefined, properties })
  }
  return apart(old) === apart(young)
}
