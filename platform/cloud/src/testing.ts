import { stages, type Stage } from './stages.ts'
import { synthesize, type Resource, type Synthesized, type Template } from './synth.ts'

const made = new Map<string, Synthesized>()

/** A stage of the repository by its name. */
export function stageOf(name: string): Stage {
  const stage = stages.find((each) => each.name === name)
  if (!stage) throw new Error(`There is no stage “${name}”.`)
  return stage
}

/**
 * A stage synthesized in a region, once a test file.
 * @param change choices that differ from the stage of the repository; what they make is kept too, by its content
 */
export function synthesized(name: string, region = 'eu-central-1', change: Partial<Stage> = {}): Synthesized {
  const stage = { ...stageOf(name), ...change }
  const key = JSON.stringify([stage, region])
  const known = made.get(key) ?? synthesize(stage, { ...stage.places[0]!, region })
  made.set(key, known)
  return known
}

/** The template of one part: `network`, `database`, … */
export function templateOf(synthesized: Synthesized, part: string): Template {
  const template = synthesized.templates.get(`baton-${synthesized.stage.name}-${part}`)
  if (!template) throw new Error(`No template for ${part}; there are ${[...synthesized.templates.keys()].join(', ')}.`)
  return template
}

/** All resources of a type with their logical ids, in the order of the template. */
export function resourcesOf(template: Template, type: string): (Resource & { id: string })[] {
  return Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, resource]) => ({ id, ...resource }))
}

/** The properties of the only resource of a type. */
export function onlyOf(template: Template, type: string): Record<string, unknown> {
  const found = resourcesOf(template, type)
  if (found.length !== 1) throw new Error(`Wanted one ${type}, found ${found.length}.`)
  return found[0]!.Properties ?? {}
}
