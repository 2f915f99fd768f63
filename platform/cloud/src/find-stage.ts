import { Refused } from './refused.ts'
import { faultsOf } from './stage-faults.ts'
import type { Place, Stage } from './stages.ts'

/**
 * The stage of this name, whole enough to be planned.
 * @throws Refused when there is none, or when it lacks what every environment needs
 */
export function findStage(stages: Stage[], name: string | undefined): Stage {
  const known = stages.map((stage) => stage.name).join(', ')
  if (!name) throw new Refused(`Which stage? Name one of ${known}, as in: npm run cloud:plan -- ${stages[0]?.name}`)
  const stage = stages.find((each) => each.name === name)
  if (!stage) throw new Refused(`There is no stage “${name}”. platform/cloud/src/stages.ts knows ${known}.`)
  const faults = faultsOf(stage)
  if (faults.length > 0)
    throw new Refused(`The stage “${name}” in platform/cloud/src/stages.ts:\n- ${faults.join('\n- ')}`)
  return stage
}

/**
 * Where a stage runs: all its places, or the one in this region.
 * @throws Refused when the stage has no place there
 */
export function placesOf(stage: Stage, region: string | undefined): Place[] {
  if (!region) return stage.places
  const places = stage.places.filter((place) => place.region === region)
  if (places.length > 0) return places
  const known = stage.places.map((place) => place.region).join(', ')
  throw new Refused(
    `The stage “${stage.name}” has no place in ${region}, only in ${known}. ` +
      'Add one to its `places` in platform/cloud/src/stages.ts: region, domain and zoneId.',
  )
}
