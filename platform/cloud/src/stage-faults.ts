import { jobFamilies } from '@baton/runtime'
import { RetentionDays } from 'aws-cdk-lib/aws-logs'
import { RegionInfo } from 'aws-cdk-lib/region-info'
import { readAwake } from './awake.ts'
import type { Place, Stage, WorkerChoice } from './stages.ts'

/** Names that RFC 2606 and RFC 6761 keep for documentation and tests: no certificate is ever issued for them. */
const reservedDomains = /(^|[.@])(example|invalid|localhost|test|example\.(com|net|org))$/

/** CloudWatch keeps lines for one of these numbers of days and for no other; the last word is “for ever”. */
const logDays = Object.values(RetentionDays)
  .map(Number)
  .filter((days) => days < RetentionDays.INFINITE.valueOf())

const regions = new Set(RegionInfo.regions.filter(({ partition }) => partition === 'aws').map(({ name }) => name))

/** Whether plans may be read with this domain but nothing can be deployed under it. */
const isReserved = (place: Place): boolean => reservedDomains.test(place.domain)

/**
 * What of a stage still stands as the repository brings it, so that plans can be read with it and nothing deployed: one
 * sentence each, all at once.
 */
export function placeholdersOf({ name, alarmMail, delivery }: Stage, places: readonly Place[]): string[] {
  const at = `of “${name}” in platform/cloud/src/stages.ts`
  const left: string[] = []
  for (const place of places) {
    if (isReserved(place))
      left.push(
        `${place.domain} is a name kept for examples; no certificate is issued for it. Put your own domain and its zone into the places ${at}.`,
      )
    else if (/^Z0{4,}[A-Z]*$/.test(place.zoneId))
      left.push(`${place.zoneId} is no hosted zone of yours. Put that of ${place.domain} into the places ${at}.`)
  }
  if (reservedDomains.test(alarmMail))
    left.push(
      `${alarmMail} reaches nobody, and is where alarms end when all else fails. Put your own into alarmMail ${at}.`,
    )
  if (delivery.ownerId === 1 || delivery.repositoryId === 1)
    left.push(
      `ownerId and repositoryId are made up: no job of GitHub could bring anything. Put the numbers of your repository into delivery ${at}; \`gh api repos/OWNER/NAME --jq '.owner.id, .id'\` tells them.`,
    )
  return left
}

/** Everything a stage lacks before any template is worth looking at, all at once. */
export function faultsOf(stage: Stage): string[] {
  const faults: string[] = []
  if (!/^[a-z]{2,16}$/.test(stage.name)) faults.push(`name: wanted 2–16 small letters, found “${stage.name}”`)
  faults.push(...faultsOfPlaces(stage.places))
  if (!/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(stage.alarmMail ?? ''))
    faults.push(
      `alarmMail: wanted the mail address of those who run Baton, found “${stage.alarmMail ?? ''}”. Alarms end there when nothing else works`,
    )
  if (!(stage.monthlyBudgetUsd > 0))
    faults.push(`monthlyBudgetUsd: wanted US dollars a month, more than 0, found ${stage.monthlyBudgetUsd}`)
  for (const [field, days] of [
    ['logDays', stage.logDays],
    ['network.flowLogDays', stage.network.flowLogDays],
  ] as const) {
    if (!logDays.includes(days))
      faults.push(`${field}: CloudWatch keeps lines for ${logDays.join(', ')} days, found ${days}. Choose one of them`)
  }
  const { minInstances, maxInstances } = stage.api
  if (!(minInstances >= 1 && maxInstances >= minInstances))
    faults.push(`api: wanted 1 ≤ minInstances ≤ maxInstances, found ${minInstances} and ${maxInstances}`)
  faults.push(...faultsOfKeys(stage.api.originKeys))
  faults.push(...faultsOfWorkers(stage.workers))
  if (stage.awake) {
    const read = readAwake(stage.awake)
    if (typeof read === 'string') faults.push(`awake: ${read}`)
  }
  return faults
}

function faultsOfPlaces(places: readonly Place[]): string[] {
  const faults: string[] = []
  if (places.length === 0) faults.push('places: wanted at least one region, found none')
  for (const [index, place] of places.entries()) {
    const at = `places[${index}]`
    if (!regions.has(place.region))
      faults.push(
        `${at}.region: wanted one of AWS’s commercial regions, like eu-central-1, found “${place.region}”. They are ${[...regions].join(', ')}`,
      )
    if (!place.domain) faults.push(`${at}.domain: missing. Name the domain under which people reach this place`)
    else if (!/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/.test(place.domain))
      faults.push(`${at}.domain: wanted a domain like app.your-company.com, found “${place.domain}”`)
    if (!/^Z[A-Z0-9]{6,31}$/.test(place.zoneId ?? ''))
      faults.push(
        `${at}.zoneId: wanted the id of the hosted zone that holds the domain (Z…), found “${place.zoneId ?? ''}”`,
      )
  }
  const named = places.map((place) => place.region)
  for (const region of twice(named))
    faults.push(`places: ${region} stands there twice; one stage has one place in a region`)
  return faults
}

function faultsOfKeys(keys: readonly string[]): string[] {
  const faults = keys
    .filter((key) => !/^[a-z][a-z0-9]{0,31}$/.test(key))
    .map((key) => `api.originKeys: wanted names of up to 32 small letters and digits, found “${key}”`)
  if (keys.length === 0)
    faults.push('api.originKeys: wanted the name of at least one key, by which the firewall knows the distribution')
  for (const key of twice(keys)) faults.push(`api.originKeys: ${key} stands there twice`)
  return faults
}

function faultsOfWorkers(workers: readonly WorkerChoice[]): string[] {
  const faults: string[] = []
  for (const { name, size } of workers) {
    if (!/^[a-z]{2,16}$/.test(name)) faults.push(`workers: wanted names of 2–16 small letters, found “${name}”`)
    if (size.kind === 'scaled' && !(size.min >= 1 && size.max >= size.min))
      faults.push(`workers: wanted 1 ≤ min ≤ max for ${name}, found ${size.min} and ${size.max}`)
  }
  for (const name of twice(workers.map((worker) => worker.name))) faults.push(`workers: ${name} stands there twice`)
  const served = workers.flatMap((worker) => worker.families)
  for (const family of jobFamilies) {
    const times = served.filter((each) => each === family).length
    if (times !== 1) faults.push(`workers: wanted exactly one worker for ${family}, found ${times}`)
  }
  return faults
}

const twice = (names: readonly string[]): Set<string> => new Set(names.filter((each, at) => names.indexOf(each) !== at))
