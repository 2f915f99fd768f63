import { describe, expect, test } from 'vitest'
import { synthesized } from '../testing.ts'
import { estimate } from './estimate.ts'
import { pricesOf } from './prices.ts'
import { singleServers } from './single-servers.ts'
import { usageOf, type Load } from './usage.ts'

const costOf = (name: string, load: Load) => {
  const { stage, templates, place } = synthesized(name)
  const prices = pricesOf(place.region)!
  const usage = usageOf(stage, load)
  const servers = singleServers(stage, prices, usage).reduce((sum, line) => sum + line.usd, 0)
  return { ...estimate(templates, prices, usage), servers }
}

describe('the stages of the repository', () => {
  test('staging at rest costs at most a tenth of production in use', () => {
    expect(costOf('staging', 'idle').totalUsd).toBeLessThanOrEqual(costOf('production', 'usual').totalUsd / 10)
  })

  test('staging at rest costs at most a tenth of production at rest too', () => {
    expect(costOf('staging', 'idle').totalUsd).toBeLessThanOrEqual(costOf('production', 'idle').totalUsd / 10)
  })

  test.each(['staging', 'production'])('everything in %s that costs something has a price', (name) => {
    expect(costOf(name, 'usual').unpriced).toEqual([])
  })

  test.each(['staging', 'production'])('%s costs less than the same capacity on servers that are always on', (name) => {
    const { totalUsd, servers } = costOf(name, 'usual')
    expect(totalUsd).toBeLessThan(servers)
  })

  test.each(['staging', 'production'])('%s stays within its budget', (name) => {
    expect(costOf(name, 'usual').totalUsd).toBeLessThan(synthesized(name).stage.monthlyBudgetUsd)
  })
})
