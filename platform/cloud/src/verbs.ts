import { userInfo } from 'node:os'
import { presentFinding, type Finding } from './checks/finding.ts'
import { estimate } from './cost/estimate.ts'
import { presentCost, type CostOfStage } from './cost/present.ts'
import { pricesOf } from './cost/prices.ts'
import { singleServers } from './cost/single-servers.ts'
import { usageOf, type Load } from './cost/usage.ts'
import { deploy } from './deploy.ts'
import { findStage, placesOf } from './find-stage.ts'
import { approve, approvedFolder, lastApproved } from './plan/approval.ts'
import { planOf, type Plan } from './plan/plan.ts'
import { presentPlan } from './plan/present.ts'
import { requireSupported } from './platforms.ts'
import { Refused } from './refused.ts'
import { requireSound } from './require-sound.ts'
import { placeholdersOf } from './stage-faults.ts'
import { stages, type Stage } from './stages.ts'
import { synthesize, writeTemplates, type Synthesized } from './synth.ts'

export interface Words {
  stage?: string
  out?: string
  region?: string
  json?: boolean
  by?: string
  /** Asks the person who sits at the terminal; absent where nobody does. */
  ask?: (question: string) => Promise<string>
  write: (text: string) => void
}

/** What would change since the last approval. */
const planSinceApproval = (synthesized: Synthesized): Plan => {
  const { stage, place } = synthesized
  return planOf(synthesized, lastApproved(approvedFolder, stage.name, place.region), pricesOf(place.region))
}

/** A plan as people read it, with what is worth a look and stops nothing. */
const asText = (plan: Plan, stage: Stage, warnings: Finding[]): string =>
  presentPlan(plan, usageOf(stage, 'usual')) + warnings.map((each) => `! ${presentFinding(each)}\n`).join('')

/** What `npm run cloud:<verb>` does. Each throws Refused for what a person can mend. */
export const tasks: Record<string, (words: Words) => Promise<void> | void> = {
  /**
   * Writes every template, parents and nested. Judges nothing of them but the platform's age, which no reader of a
   * template could see.
   */
  synth({ stage: name, out, region, write }) {
    if (!out) throw new Refused('Where to? Name a folder: npm run cloud:synth -- --out DIR')
    const wanted = name ? [findStage(stages, name)] : stages.map((each) => findStage(stages, each.name))
    for (const stage of wanted) requireSupported(stage, new Date())
    for (const stage of wanted) {
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
      const plan = planSinceApproval(synthesized)
      write(json ? `${JSON.stringify(plan, null, 2)}\n` : asText(plan, stage, warnings))
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

  /** Brings about what was approved. A person at a terminal is shown the plan of a new environment and asked. */
  deploy: ({ stage: name, region, by, ask, write }) => {
    const stage = findStage(stages, name)
    const askApproval = async (synthesized: Synthesized) => {
      write(asText(planSinceApproval(synthesized), stage, requireSound(synthesized)))
      const answer = await ask!(
        `\nType “${stage.name}” to approve this and deploy it to ${synthesized.place.region}, anything else to leave it: `,
      )
      return answer.trim() === stage.name ? (by ?? userInfo().username) : undefined
    }
    return deploy(stage, placesOf(stage, region), { write, approvedFolder, ...(ask && { askApproval }) })
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
