import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cloudOf } from './app.ts'
import { edgeStackName } from './edge-stack.ts'
import type { Place, Stage } from './stages.ts'

/** A CloudFormation template as synthesized; parents name the files of their nested stacks in `Metadata`. */
export interface Template {
  Description?: string
  Parameters?: Record<string, Record<string, unknown>>
  Conditions?: Record<string, unknown>
  Resources: Record<string, Resource>
  Outputs?: Record<string, Record<string, unknown>>
}

export interface Resource {
  Type: string
  Properties?: Record<string, unknown>
  DependsOn?: string | string[]
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  Condition?: string
  Metadata?: Record<string, unknown>
}

/** All templates of one stage in one place by the name of their stack: `baton-staging`, `baton-staging-network`, … */
export interface Synthesized {
  stage: Stage
  place: Place
  templates: Map<string, Template>
  /** What the main stack is given when it is deployed, and where each value comes from. */
  parameters: Record<string, string>
}

/** Synthesizes one stage in one place without writing anything that stays. */
export function synthesize(stage: Stage, place: Place): Synthesized {
  const folder = mkdtempSync(path.join(tmpdir(), 'baton-cloud-'))
  try {
    return synthesizeInto(folder, stage, place)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Synthesizes into a folder that stays: what the CDK command line deploys from. */
export function synthesizeInto(folder: string, stage: Stage, place: Place): Synthesized {
  cloudOf(stage, place, folder).synth()
  return {
    stage,
    place,
    templates: templatesIn(folder),
    parameters: { EdgeCertificateArn: `output CertificateArn of ${edgeStackName(stage, place)}` },
  }
}

/** The templates that CDK wrote into a folder, by the names of their stacks. */
export function templatesIn(folder: string): Map<string, Template> {
  const templates = new Map<string, Template>()
  for (const file of readdirSync(folder).sort()) {
    if (!file.endsWith('.template.json')) continue
    templates.set(stackNameOf(file), JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Template)
  }
  return templates
}

/** `batonstagingNetwork12AB34CD.nested.template.json` and its parents become names that people can read. */
function stackNameOf(file: string): string {
  const nested = file.match(/^baton(?<stage>[a-z]+?)(?<part>[A-Z][A-Za-z]*?)[0-9A-F]{8}\.nested\.template\.json$/)
  if (!nested?.groups) return file.replace('.template.json', '')
  return `baton-${nested.groups['stage']}-${nested.groups['part']!.toLowerCase()}`
}

/**
 * Writes each template as `<out>/<stage>/<region>/<stack>.template.json`, stably ordered as CDK gave them. Templates that
 * an earlier run left there are gone, so that nobody reads what would not be deployed.
 */
export function writeTemplates(out: string, { stage, place, templates }: Synthesized): string[] {
  const folder = path.join(out, stage.name, place.region)
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) if (file.endsWith('.template.json')) rmSync(path.join(folder, file))
  return [...templates].map(([name, template]) => {
    const file = path.join(folder, `${name}.template.json`)
    writeFileSync(file, `${JSON.stringify(template, null, 2)}\n`)
    return file
  })
}
