import { expect, test } from 'vitest'
import { LocalEnvironment, type Policy } from './environment.ts'
import type { Instance, Version } from './instance.ts'

const version = (label: string): Version => ({ label, bundle: `${label}.zip` })

/** An environment of instances that only note what is done to them. `ill` and `refusing` are looked up by label. */
async function environment(policy: Policy, given: { ill?: string; refusing?: string; refusesOn?: string } = {}) {
  const log: string[] = []
  const serving = new Set<string>()
  let fewest = Number.POSITIVE_INFINITY
  let count = 0
  const launch = async (): Promise<Instance> => {
    const id = `i${(count += 1)}`
    const instance = {
      id,
      version: undefined as Version | undefined,
      async deploy(to: Version) {
        if (to.label === given.refusing && (given.refusesOn ?? id) === id) throw new Error(`${id} refuses ${to.label}`)
        instance.version = to
        log.push(`${id}=${to.label}`)
      },
      terminate: async () => void log.push(`end ${id}`),
    }
    return instance as unknown as Instance
  }
  const made = new LocalEnvironment({
    policy,
    gate: { consecutiveOk: 2, sampleMs: 1, timeoutMs: 60_000 },
    tier: {
      launch,
      join: ({ id }) => void serving.add(id),
      leave: async ({ id }) => {
        serving.delete(id)
        fewest = Math.min(fewest, serving.size)
      },
      isWell: async ({ version: has }) => has!.label !== given.ill,
    },
  })
  await made.create(version('a'), 3)
  log.length = 0
  const runs = () => made.instances.map(({ id, version: has }) => `${id}=${has!.label}`)
  return { made, log, serving, runs, fewest: () => fewest }
}
const rolling: Policy = { kind: 'RollingWithAdditionalBatch', batchSize: 1 }

test('an additional instance comes first, then one after another changes, and no fewer than before serve', async () => {
  const { made, log, runs, serving, fewest } = await environment(rolling)
  expect(await made.update(version('b'))).toEqual({ outcome: 'done' })
  expect(log).toEqual(['i4=b', 'i1=b', 'i2=b', 'i3=b', 'end i4'])
  expect(runs()).toEqual(['i1=b', 'i2=b', 'i3=b'])
  expect([...serving]).toEqual(['i1', 'i2', 'i3'])
  expect(fewest()).toBe(3)
})

test('a version that is ill on the additional instance changes no other', async () => {
  const { made, log, runs, serving } = await environment(rolling, { ill: 'b' })
  expect(await made.update(version('b'), 50)).toEqual({
    outcome: 'failed',
    because: 'i4 was not healthy within 50 ms.',
  })
  expect(log).toEqual(['i4=b', 'end i4'])
  expect(runs()).toEqual(['i1=a', 'i2=a', 'i3=a'])
  expect([...serving]).toEqual(['i1', 'i2', 'i3'])
})

test('a batch that fails ends the deployment: finished batches keep the new version, the rest the one before', async () => {
  const { made, runs, serving } = await environment(rolling, { refusing: 'b', refusesOn: 'i2' })
  expect(await made.update(version('b'))).toMatchObject({ outcome: 'failed', because: 'i2 refuses b' })
  expect(runs()).toEqual(['i1=b', 'i2=a', 'i3=a', 'i4=b'])
  // What refused before it took over still serves.
  expect(serving.has('i2')).toBe(true)
})

test('all at once changes every instance in place', async () => {
  const { made, log, serving } = await environment({ kind: 'AllAtOnce' })
  await made.update(version('b'))
  expect(log.toSorted()).toEqual(['i1=b', 'i2=b', 'i3=b'])
  expect(serving.size).toBe(3)
})

test('an instance that is gone is replaced by one with the version it had', async () => {
  const { made, runs } = await environment(rolling)
  await made.replace(made.instances[1]!)
  expect(runs()).toEqual(['i1=a', 'i3=a', 'i4=a'])
})
