import type { Instance, Version } from './instance.ts'
import { wait } from './wait.ts'

/** How Beanstalk brings a version to the instances of an environment. */
export type Policy =
  /** All at once, in place: nothing serves meanwhile. */
  | { kind: 'AllAtOnce' }
  /** New instances first, then the others a batch at a time, so that never fewer serve than before. */
  | { kind: 'RollingWithAdditionalBatch'; batchSize: number }

/** When Beanstalk takes a batch for healthy, and for failed. */
export type Gate = {
  /** Checks that are well, one after another: 12 for the web tier, 18 for the worker tier. */
  consecutiveOk: number
  /** Between two checks; 10 s in the cloud. */
  sampleMs: number
  /** A batch that is not healthy by then has failed; the command time-out. */
  timeoutMs: number
}
export const webGate: Gate = { consecutiveOk: 12, sampleMs: 10_000, timeoutMs: 600_000 }
export const workerGate: Gate = { consecutiveOk: 18, sampleMs: 10_000, timeoutMs: 600_000 }

/** Where an environment's instances come from and what stands before them. */
export type Tier = {
  /** Makes an instance without a version. */
  launch: () => Promise<Instance>
  /** Begins to give it work. */
  join: (instance: Instance) => void
  /** Gives it no more work; comes back when what it had is done. */
  leave: (instance: Instance) => Promise<void>
  /** Whether it is well now, as enhanced health has it. */
  isWell: (instance: Instance) => Promise<boolean>
}

/** What came of a deployment. `failed`: finished batches have the new version, all others the one before. */
export type Deployment = { outcome: 'done' } | { outcome: 'failed'; because: string }

/** An environment of Elastic Beanstalk: instances, and the rules by which they change their version. */
export class LocalEnvironment {
  instances: Instance[] = []
  /** What has happened, in words. */
  readonly events: string[] = []
  private readonly tier: Tier
  private readonly policy: Policy
  private readonly gate: Gate
  private timeoutMs: number

  constructor({ tier, policy, gate }: { tier: Tier; policy: Policy; gate: Gate }) {
    this.tier = tier
    this.policy = policy
    this.gate = gate
    this.timeoutMs = gate.timeoutMs
  }

  /** Makes the first instances, all at once. */
  async create(version: Version, count: number): Promise<void> {
    this.instances = await Promise.all(Array.from({ length: count }, () => this.tier.launch()))
    await Promise.all(this.instances.map((instance) => instance.deploy(version)))
    for (const instance of this.instances) this.tier.join(instance)
    await Promise.all(this.instances.map((instance) => this.healthy(instance, 1)))
  }

  /**
   * Brings a version to all instances. A batch that fails ends it; nothing is rolled back.
   * @param timeoutMs of this deployment, where it is not the environment's
   */
  async update(version: Version, timeoutMs?: number): Promise<Deployment> {
    this.timeoutMs = timeoutMs ?? this.gate.timeoutMs
    try {
      await (this.policy.kind === 'AllAtOnce' ? this.allAtOnce(version) : this.rolling(version, this.policy.batchSize))
      this.say(`Version ${version.label} was deployed.`)
      return { outcome: 'done' }
    } catch (error) {
      const because = (error as Error).message
      this.say(`Version ${version.label} failed: ${because}`)
      return { outcome: 'failed', because }
    }
  }

  /** Lets a new instance take the place of one that is gone, as its group does. */
  async replace(gone: Instance): Promise<Instance> {
    const version = gone.version ?? this.instances.find((instance) => instance.version)?.version
    this.instances = this.instances.filter((instance) => instance !== gone)
    const instance = await this.tier.launch()
    await instance.deploy(version!)
    this.tier.join(instance)
    await this.healthy(instance, 1)
    this.instances.push(instance)
    return instance
  }

  async stop(): Promise<void> {
    await Promise.all(this.instances.map((instance) => this.tier.leave(instance)))
    await Promise.all(this.instances.map((instance) => instance.terminate()))
    this.instances = []
  }

  private async allAtOnce(version: Version): Promise<void> {
    await Promise.all(this.instances.map((instance) => instance.deploy(version)))
    await Promise.all(this.instances.map((instance) => this.healthy(instance)))
  }

  private async rolling(version: Version, batchSize: number): Promise<void> {
    const before = [...this.instances]
    const additional = await Promise.all(
      before.slice(0, batchSize).map(async () => {
        const instance = await this.tier.launch()
        this.say(`Added ${instance.id}.`)
        return instance
      }),
    )
    try {
      await Promise.all(additional.map((instance) => this.bring(version, instance)))
    } catch (error) {
      // They never were in place of another, so nothing is missed without them.
      await Promise.all(additional.map((instance) => this.retire(instance)))
      throw error
    }
    this.instances = [...before, ...additional]
    for (let at = 0; at < before.length; at += batchSize)
      await Promise.all(before.slice(at, at + batchSize).map((instance) => this.inTurn(version, instance)))
    // As many as were added are too many now; which of them go makes no difference.
    this.instances = before
    await Promise.all(additional.map((instance) => this.retire(instance)))
  }

  private async inTurn(version: Version, instance: Instance): Promise<void> {
    this.say(`Taking ${instance.id} out of service.`)
    await this.tier.leave(instance)
    const had = instance.version
    try {
      await this.bring(version, instance)
    } catch (error) {
      // A version that was refused before it took over leaves the one before at work.
      if (instance.version === had) this.tier.join(instance)
      throw error
    }
  }

  private async bring(version: Version, instance: Instance): Promise<void> {
    await instance.deploy(version)
    this.tier.join(instance)
    await this.healthy(instance)
    this.say(`${instance.id} runs ${version.label}.`)
  }

  private async retire(instance: Instance): Promise<void> {
    await this.tier.leave(instance)
    await instance.terminate()
    this.say(`Ended ${instance.id}.`)
  }

  /** @throws Error when it is not well often enough in time */
  private async healthy(instance: Instance, consecutiveOk = this.gate.consecutiveOk): Promise<void> {
    const { gate, timeoutMs } = this
    const deadline = Date.now() + timeoutMs
    for (let inARow = 0; inARow < consecutiveOk;) {
      if (Date.now() > deadline) throw new Error(`${instance.id} was not healthy within ${timeoutMs} ms.`)
      inARow = (await this.tier.isWell(instance)) ? inARow + 1 : 0
      await wait(gate.sampleMs)
    }
  }

  private say(event: string): void {
    this.events.push(event)
  }
}
