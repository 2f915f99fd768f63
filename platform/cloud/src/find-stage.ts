import { jobFamilies } from '@baton/runtime'
import { Refused } from './refused.ts'
import type { Place, Stage } from './stages.ts'

/** Names that RFC 2606 and RFC 6761 keep for documentation and tests: no certificate is ever issued for them. */
const reservedDomains = /(^|\.)(example|invalid|localhost|test|example\.(com|net|org))$/

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

/** Whether plans may be read with this domain but nothing can be deployed under it. */
export const isReserved = (place: Place): boolean => reservedDomains.test(place.domain)

/** Everything a stage lacks before any template is worth looking at, all at once. */
export function faultsOf(stage: Stage): string[] {
  const faults: string[] = []
  if (!/^[a-z]{2,16}$/.test(stage.name)) faults.push(`name: wanted 2–16 small letters, found “${stage.name}”`)
  if (stage.places.length === 0) faults.push('places: wanted at least one region, found none')
  for (const [index, place] of stage.places.entries()) {
    const at = `places[${index}]`
    if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(place.region))
      faults.push(`${at}.region: wanted one like eu-central-1, found “${place.region}”`)
    if (!place.domain) faults.push(`${at}.domain: missing. Name the domain under which people reach this place`)
    else if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(place.domain))
      faults.push(`${at}.domain: wanted a domain like app.your-company.com, found “${place.domain}”`)
    if (!/^Z[A-Z0-9]{6,31}$/.test(place.zoneId ?? ''))
      faults.push(
        `${at}.zoneId: wanted the id of the hosted zone that holds the domain (Z…), found “${place.zoneId ?? ''}”`,
      )
  }
  const regions = stage.places.map((place) => place.region)
  for (const region of new Set(regions.filter((each, index) => regions.indexOf(each) !== index)))
    faults.push(`places: ${region} stands there twice; one stage has one place in a region`)
  const served = stage.workers.flatMap((worker) => worker.families)
  for (const family of jobFamilies) {
    const times = served.filter((each) => each === family).length
    if (times !== 1) faults.push(`workers: wanted exactly one worker for ${family}, found ${times}`)
  }
  return faults
}
