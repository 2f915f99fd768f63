import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App, Stack } from 'aws-cdk-lib'
import { Topic } from 'aws-cdk-lib/aws-sns'
import type { AlarmTopics } from './alarms.ts'
import { Network } from './network/network.ts'
import { stages, type Stage } from './stages.ts'
import { synthesize, templatesIn, type Resource, type Synthesized, type Template } from './synth.ts'

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

/** Gives an app whose folder is gone afterwards; CDK makes one of its own for each otherwise, and leaves it. */
export function withApp<T>(use: (app: App) => T): T {
  const outdir = mkdtempSync(path.join(tmpdir(), 'baton-cloud-test-'))
  try {
    return use(new App({ outdir, analyticsReporting: false, treeMetadata: false }))
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

/**
 * One part alone, on a real network and bare topics: what it needs of other parts, and nothing else to synthesize.
 * @param make makes the part; its id in lower case names its template
 */
export function synthesizedAlone(
  stage: Stage,
  make: (scope: Stack, network: Network, topics: AlarmTopics) => void,
  region = stage.places[0]!.region,
): Synthesized {
  const place = { ...stage.places[0]!, region }
  return withApp((app) => {
    const stack = new Stack(app, `baton-${stage.name}`, { env: { region: place.region } })
    const network = new Network(stack, 'Network', { stage, place })
    const topic = (name: string) => new Topic(stack, name)
    make(stack, network, { critical: topic('Critical'), warning: topic('Warning'), info: topic('Info') })
    app.synth()
    return { stage, place, templates: templatesIn(app.outdir), parameters: {} }
  })
}
