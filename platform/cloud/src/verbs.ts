import { userInfo } from 'node:os'
import { presentFinding } from './checks/finding.ts'
import { estimate } from './cost/estimate.ts'
import { presentCost, type CostOfStage } from './cost/present.ts'
import { pricesOf } from './cost/prices.ts'
import { singleServers } from './cost/single-servers.ts'
import { usageOf, type Load } from './cost/usage.ts'
import { deploy } from './deploy.ts'
import { findStage, placesOf } from './find-stage.ts'
import { approve, approvedFolder, lastApproved } from './plan/approval.ts'
import { planOf } from './plan/plan.ts'
import { presentPlan } from './plan/present.ts'
import { Refused } from './refused.ts'
import { requireSound } from './require-sound.ts'
import { placeholdersOf } from './stage-faults.ts'
import { stages } from './stages.ts'
import { synthesize, writeTemplates } from './synth.ts'

export interface Words {
  stage?: string
  out?: string
  region?: string
  json?: boolean
  by?: string
  write: (text: string) => void
}

/** What `npm run cloud:<verb>` does. Each throws Refused for what a person can mend. */
export const tasks: Record<string, (words: Words) => Promise<void> | void> = {
  /** Writes every template, parents and nested, without judging them. */
  synth({ stage: name, out, region, write }) {
    if (!out) throw new Refused('Where to? Name a folder: npm run cloud:synth -- --out DIR')
    for (const stage of name ? [findStage(stages, name)] : stages.map((each) => findStage(stages, each.name))) {
      for (const place of placesOf(stage, region)) {
        const files = writeTemplates(out, synthesize(stage, place))
        write(`${stage.name} in ${place.region}: ${files.length} templates in ${out}/${stage.name}/${place.region}\n`)
      }
    }
  },

  /** Shows what deploying would change, and refuses what must not be deployed. */
  plan({ stage: name, region, json, write }) {
    const stage = findStage(stages, name)
    for (const place of placesOf(stage, region)) {
      const synthesized = synthesize(stage, place)
      const warnings = requireSound(synthesized)
      const last = lastApproved(approvedFolder, stage.name, place.region)
      const plan = planOf(synthesized, last, pricesOf(place.region))
      write(json ? `${JSON.stringify(plan, null, 2)}\n` : presentPlan(plan, usageOf(stage, 'usual')))
      if (!json) for (const warning of warnings) write(`! ${presentFinding(warning)}\n`)
      const left = placeholdersOf(stage, [place])
      if (!json && left.length > 0) write(`\nBefore you deploy:\n- ${left.join('\n- ')}\n`)
    }
  },

  /** Records that what the plan showed may be deployed. */
  approve({ stage: name, region, by, write }) {
    const stage = findStage(stages, name)
    for (const place of placesOf(stage, region)) {
      const synthesized = synthesize(stage, place)
      requireSound(synthesized)
      const { digest, approvedBy } = approve(
        approvedFolder,
        synthesized,
        by ?? userInfo().username,
        new Date().toISOString(),
      )
      write(`${stage.name} in ${place.region}: ${digest} approved by ${approvedBy}. Commit platform/cloud/approved.\n`)
    }
  },

  deploy: ({ stage: name, region, write }) => {
    const stage = findStage(stages, name)
    return deploy(stage, placesOf(stage, region), { write, approvedFolder })
  },

  /** What each stage costs, idle and in use, beside servers that are always on. */
  cost({ stage: name, region, json, write }) {
    const wanted = name ? [findStage(stages, name)] : stages
    const at = region ?? wanted[0]!.places[0]!.region
    const prices = pricesOf(at)
    if (!prices) throw new Refused(`The newest file in platform/cloud/prices has no prices for ${at}. Add them there.`)
    const costs = wanted.flatMap((stage) => {
      const place = { ...stage.places[0]!, region: at }
      const { templates } = synthesize(stage, place)
      return (['idle', 'usual'] satisfies Load[]).map((load): CostOfStage => {
        const usage = usageOf(stage, load)
        return {
          stage,
          region: at,
          usage,
          estimate: estimate(templates, prices, usage),
          singleServers: singleServers(stage, prices, usage),
        }
      })
    })
    const brief = costs.map(({ stage, usage, estimate: { lines, totalUsd }, singleServers: servers }) => ({
      stage: stage.name,
      load: usage.load,
      totalUsd,
      lines,
      singleServers: servers,
    }))
    write(
      json
        ? `${JSON.stringify({ prices: prices.readAt, region: at, stages: brief }, null, 2)}\n`
        : presentCost(costs, prices),
    )
  },
}
