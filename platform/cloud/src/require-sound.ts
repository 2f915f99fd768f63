import { check } from './checks/check.ts'
import { presentFinding, type Finding } from './checks/finding.ts'
import { Refused } from './refused.ts'
import type { Synthesized } from './synth.ts'

/**
 * Lets pass what may be deployed.
 * @returns what is worth a look and stops nothing
 * @throws Refused with every fault at once, each with its place and its mend
 */
export function requireSound(synthesized: Synthesized): Finding[] {
  const findings = check(synthesized)
  const faults = findings.filter(({ severity }) => severity === 'error')
  if (faults.length === 0) return findings
  const { stage, place } = synthesized
  throw new Refused(
    `${stage.name} in ${place.region} must not be deployed:\n${faults.map((fault) => `- ${presentFinding(fault)}`).join('\n')}`,
  )
}
