import type { Template } from '../synth.ts'
import { isFree } from './free.ts'
import { pricers, trafficLines } from './pricers.ts'
import type { Prices } from './prices.ts'
import type { Usage } from './usage.ts'

/** One line of a bill. */
export interface CostLine {
  /** What kind of thing it pays for; lines of one kind are shown together. */
  kind: string
  /** The stack and resource it comes from, or `traffic` where no resource stands for it. */
  from: string
  /** In words: `2 × m7g.large, 730 h`. */
  says: string
  /** US dollars a month, not rounded. */
  usd: number
}

export interface Estimate {
  lines: CostLine[]
  /** US dollars a month. */
  totalUsd: number
  /** Types of resources for which nobody has said what they cost; counted as nothing. */
  unpriced: string[]
}

/** Hours of a month, as AWS counts them: 8760 / 12. */
export const hoursOfMonth = 730

/**
 * What a month costs: a function of templates, prices and usage, and of nothing else.
 * @throws Refused when a template asks for an instance that the price file does not list
 */
export function estimate(templates: Map<string, Template>, prices: Prices, usage: Usage): Estimate {
  const lines: CostLine[] = []
  const unpriced = new Set<string>()
  for (const [stack, template] of templates) {
    for (const [logicalId, resource] of Object.entries(template.Resources)) {
      const pricer = pricers[resource.Type]
      if (pricer)
        lines.push(
          ...pricer({ resource, template, prices, usage }).map((line) => ({ ...line, from: `${stack} ${logicalId}` })),
        )
      else if (!isFree(resource.Type)) unpriced.add(resource.Type)
    }
  }
  lines.push(...trafficLines(prices, usage).map((line) => ({ ...line, from: 'traffic' })))
  return {
    lines: lines.filter((line) => line.usd > 0),
    totalUsd: lines.reduce((sum, line) => sum + line.usd, 0),
    unpriced: [...unpriced].sort(),
  }
}

/** Lines of one kind added up, the dearest first. */
export function byKind({ lines }: Estimate): { kind: string; usd: number; lines: CostLine[] }[] {
  return [...Map.groupBy(lines, (line) => line.kind)]
    .map(([kind, of]) => ({ kind, usd: of.reduce((sum, line) => sum + line.usd, 0), lines: of }))
    .sort((a, b) => b.usd - a.usd)
}
