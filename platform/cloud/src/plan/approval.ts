import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Refused } from '../refused.ts'
import { writeTemplates, type Synthesized, type Template } from '../synth.ts'
import { digestOf } from './digest.ts'

/** Somebody read the plan of exactly these templates and said yes. */
export interface Approval {
  digest: string
  /** ISO 8601, UTC. */
  approvedAt: string
  approvedBy: string
  parameters: Record<string, string>
}

export interface ApprovedPlan extends Approval {
  templates: Map<string, Template>
}

/** Approvals are kept in the repository, beside the code they approve, so that a pull request shows both. */
export const approvedFolder = fileURLToPath(new URL('../../approved', import.meta.url))

const folderOf = (root: string, stage: string, region: string) => path.join(root, stage, region)

/** The last approved plan of a stage in a region; nothing when none was ever approved. */
export function lastApproved(root: string, stage: string, region: string): ApprovedPlan | undefined {
  const folder = folderOf(root, stage, region)
  const file = path.join(folder, 'approval.json')
  if (!existsSync(file)) return undefined
  const approval = JSON.parse(readFileSync(file, 'utf8')) as Approval
  const names = readdirSync(folder).filter((name) => name.endsWith('.template.json'))
  const templates = new Map(
    names.map((name) => [
      name.replace('.template.json', ''),
      JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Template,
    ]),
  )
  return { ...approval, templates }
}

/**
 * Records that these templates and parameters may be deployed. The record appears whole or not at all.
 * @param at ISO 8601
 */
export function approve(root: string, synthesized: Synthesized, by: string, at: string): Approval {
  const { stage, place, parameters } = synthesized
  const approval: Approval = { digest: digestOf(synthesized), approvedAt: at, approvedBy: by, parameters }
  const folder = folderOf(root, stage.name, place.region)
  const draft = `${root}.draft`
  rmSync(draft, { recursive: true, force: true })
  writeTemplates(draft, synthesized)
  writeFileSync(
    path.join(folderOf(draft, stage.name, place.region), 'approval.json'),
    `${JSON.stringify(approval, null, 2)}\n`,
  )
  mkdirSync(path.dirname(folder), { recursive: true })
  rmSync(folder, { recursive: true, force: true })
  renameSync(folderOf(draft, stage.name, place.region), folder)
  rmSync(draft, { recursive: true, force: true })
  return approval
}

/**
 * Lets pass exactly what was approved.
 * @throws Refused when nothing was approved, when what would be deployed differs from it, or when the record was
 * changed by hand
 */
export function requireApproved(root: string, synthesized: Synthesized): Approval {
  const { stage, place } = synthesized
  const plan = `npm run cloud:plan -- ${stage.name}`
  const last = lastApproved(root, stage.name, place.region)
  if (!last) {
    throw new Refused(
      `Nothing was ever approved for ${stage.name} in ${place.region}. Read the plan (${plan}) and approve it ` +
        `(npm run cloud:approve -- ${stage.name}), or deploy from a terminal, where you are shown it and asked.`,
    )
  }
  const recorded = digestOf({ ...synthesized, templates: last.templates, parameters: last.parameters })
  if (recorded !== last.digest) {
    throw new Refused(
      `The approval of ${stage.name} in ${place.region} is not what was recorded: its templates have the digest ` +
        `${recorded.slice(0, 12)}, the record says ${last.digest.slice(0, 12)}. Approve the plan anew.`,
    )
  }
  const found = digestOf(synthesized)
  if (found !== last.digest) {
    throw new Refused(
      `What would be deployed to ${stage.name} in ${place.region} (${found.slice(0, 12)}) is not what was approved ` +
        `by ${last.approvedBy} on ${last.approvedAt.slice(0, 10)} (${last.digest.slice(0, 12)}). ` +
        `See what changed (${plan}) and approve it, or go back to the approved commit.`,
    )
  }
  return last
}
