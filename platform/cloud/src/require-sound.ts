import { Refused } from './refused.ts'
import type { Synthesized } from './synth.ts'
import { diagnose } from './validator.ts'

/**
 * Lets pass what may be deployed.
 * @throws Refused with every fault at once, each with its place
 */
export function requireSound({ stage, place, templates }: Synthesized): void {
  const faults = [...templates].flatMap(([name, template]) =>
    diagnose(name, template)
      .filter(({ severity }) => severity === 'FATAL' || severity === 'ERROR')
      .map(({ ruleId, entity, propertyPath, message }) =>
        [name, entity?.logicalId, propertyPath, `${message} (${ruleId})`].filter(Boolean).join(' '),
      ),
  )
  if (faults.length === 0) return
  throw new Refused(`${stage.name} in ${place.region} must not be deployed:\n- ${faults.join('\n- ')}`)
}
