import { estimate, type Estimate } from '../cost/estimate.ts'
import type { Prices } from '../cost/prices.ts'
import { usageOf } from '../cost/usage.ts'
import type { Synthesized } from '../synth.ts'
import type { ApprovedPlan } from './approval.ts'
import { compare, type Comparison } from './compare.ts'

import { digestOf } from './digest.ts'

/** All a reviewer needs before saying yes. */
export interface Plan extends Comparison {
  stage: string
  region: string
  digest: string
  /** Who approved what this is compared with, and when; absent for a new environment. */
  since?: { digest: string; approvedBy: string; approvedAt: string }
  /** US dollars a month at usual use, at the prices of a day (`YYYY-MM-DD`); absent where there are no prices for the region. */
  cost?: { pricesOf: string; before?: Estimate; after: Estimate }
}

/** @param prices of the region; without them a plan has no cost, and says so */
export function planOf(synthesized: Synthesized, last: ApprovedPlan | undefined, prices: Prices | undefined): Plan {
  const { stage, place, templates } = synthesized
  const usage = usageOf(stage, 'usual')
  return {
    stage: stage.name,
    region: place.region,
    digest: digestOf(synthesized),
    ...(last && { since: { digest: last.digest, approvedBy: last.approvedBy, approvedAt: last.approvedAt } }),
    ...compare(last?.templates ?? new Map(), templates),
    ...(prices && {
      cost: {
        pricesOf: prices.readAt,
        ...(last && { before: estimate(last.templates, prices, usage) }),
        after: estimate(templates, prices, usage),
      },
    }),
  }
}
