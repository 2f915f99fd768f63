import type { Resource, Template } from '../synth.ts'
import { diagnose } from '../validator.ts'

/** One place inside a resource's properties: `['Tier', 'Name']`. */
export type PropertyPath = string[]

/**
 * Which of the properties that are set cannot change without their resource being made anew, by CloudFormation's own
 * schemas. They know nested properties (the tier of a Beanstalk environment) that a difference of templates misses.
 * @returns paths by logical id
 */
export function createOnlyPaths(name: string, template: Template): Map<string, PropertyPath[]> {
  const found = new Map<string, PropertyPath[]>()
  for (const { entity, propertyPath } of diagnose(name, template, ['I9001'])) {
    if (!entity?.logicalId || !propertyPath) continue
    const path = propertyPath.split('.').slice(1)
    found.set(entity.logicalId, [...(found.get(entity.logicalId) ?? []), path])
  }
  return found
}

/** Whether two versions of a resource differ at this place. */
export function differsAt(old: Resource, young: Resource, at: PropertyPath): boolean {
  return JSON.stringify(valueAt(old.Properties, at)) !== JSON.stringify(valueAt(young.Properties, at))
}

function valueAt(value: unknown, at: PropertyPath): unknown {
  return at.reduce<unknown>((each, key) => (each as Record<string, unknown> | undefined)?.[key], value)
}
