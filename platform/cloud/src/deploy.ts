import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { environment, nodeBinary } from '@baton/runtime'
import { approve, lastApproved, requireApproved } from './plan/approval.ts'
import { untilAVersion } from './plan/present.ts'
import { Refused } from './refused.ts'
import { requireSound } from './require-sound.ts'
import { edgeStackName } from './edge-stack.ts'
import { placeholdersOf } from './stage-faults.ts'
import type { Place, Stage } from './stages.ts'
import { synthesizeInto, type Synthesized } from './synth.ts'

export interface DeployOptions {
  approvedFolder: string
  write: (text: string) => void
  /**
   * Shows a person the plan of a place for which nothing was ever approved, and asks.
   * @returns who says yes, or nothing when they do not; absent where no person sits
   */
  askApproval?: (synthesized: Synthesized) => Promise<string | undefined>
  /** Runs the CDK command line with these words and tells its exit code; the pinned one when absent. */
  cdk?: (words: string[]) => Promise<number>
  /** Throws when what would be deployed is not sound; all checks when absent. */
  judge?: (synthesized: Synthesized) => unknown
}

/**
 * Brings a stage into being or up to date in its places, one after another: first the edge stack in us-east-1, then
 * the main stack with the certificate it made. What is deployed is the very assembly whose digest was approved.
 *
 * A new environment, for which nothing was ever approved, may be approved in the same run by a person who has just seen
 * its plan. What changes one that stands is approved before, where others see it too.
 * @throws Refused before anything is touched when any place is not approved or not sound, and when CDK fails
 */
export async function deploy(stage: Stage, places: Place[], options: DeployOptions): Promise<void> {
  const { approvedFolder, write, askApproval, cdk = runCdk, judge = requireSound } = options
  const scratch = mkdtempSync(path.join(tmpdir(), 'baton-deploy-'))
  try {
    const left = placeholdersOf(stage, places)
    if (left.length > 0) throw new Refused(`${stage.name} is not yours yet:\n- ${left.join('\n- ')}`)
    const made = places.map((place) => synthesizeInto(path.join(scratch, place.region), stage, place))
    for (const synthesized of made) judge(synthesized)
    const isNew = ({ place }: Synthesized) => !lastApproved(approvedFolder, stage.name, place.region)
    // Nobody is asked anything while another place would be refused.
    for (const synthesized of made)
      if (!askApproval || !isNew(synthesized)) requireApproved(approvedFolder, synthesized)
    for (const synthesized of made) if (askApproval && isNew(synthesized)) await approveNew(synthesized, options)
    for (const synthesized of made) requireApproved(approvedFolder, synthesized)
    for (const place of places) {
      write(`Deploying ${stage.name} to ${place.region}\n`)
      await deployPlace(stage, place, path.join(scratch, place.region), cdk)
    }
    write(`${stage.name} stands; its names are above. ${untilAVersion}\n`)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

async function approveNew(synthesized: Synthesized, { approvedFolder, write, askApproval }: DeployOptions) {
  const { stage, place } = synthesized
  const by = await askApproval?.(synthesized)
  if (!by) throw new Refused(`Not approved; nothing was recorded or touched for ${stage.name} in ${place.region}.`)
  const { digest } = approve(approvedFolder, synthesized, by, new Date().toISOString())
  write(`${stage.name} in ${place.region}: ${digest} approved by ${by}. Commit platform/cloud/approved.\n`)
}

async function deployPlace(
  stage: Stage,
  place: Place,
  assembly: string,
  cdk: (words: string[]) => Promise<number>,
): Promise<void> {
  const main = `baton-${stage.name}`
  const edge = `${main}-edge`
  const outputs = path.join(assembly, 'outputs.json')
  const common = ['deploy', '--app', assembly, '--require-approval', 'never', '--exclusively']
  await must(cdk([...common, edge, '--outputs-file', outputs]), edge)
  const made = JSON.parse(readFileSync(outputs, 'utf8')) as Record<string, Record<string, string>>
  // CDK asks for stacks by their ids and tells of them by their names.
  const certificate = made[edgeStackName(stage, place)]?.['CertificateArn']
  if (!certificate)
    throw new Refused(`${edge} is there but names no certificate: its output CertificateArn is missing.`)
  await must(cdk([...common, main, '--parameters', `${main}:EdgeCertificateArn=${certificate}`]), main)
}

async function must(exitCode: Promise<number>, stack: string): Promise<void> {
  const code = await exitCode
  if (code !== 0) throw new Refused(`Deploying ${stack} ended with exit code ${code}; CDK says why above.`)
}

function runCdk(words: string[]): Promise<number> {
  const cli = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk')
  return new Promise((resolve, reject) => {
    // The newest one that it would recommend is a dead build; which one is used is for package.json to say.
    const env = { ...environment, CDK_DISABLE_VERSION_CHECK: '1' }
    const child = spawn(nodeBinary, [cli, ...words], { stdio: 'inherit', env })
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}
