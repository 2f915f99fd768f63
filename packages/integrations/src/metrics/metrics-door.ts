import { OperationalError } from '../operational-error.ts'

/** One number of one moment. */
export type Measure = { name: string; value: number }

/** Hands numbers to those who watch over Baton. */
export type MetricsDoor = {
  /**
   * Hands over 1 to 1,000 numbers of one moment. Handed over twice they are kept twice: read them by their average or
   * maximum, which a second copy does not change, never by their sum.
   * @param at the minute they are of, as an ISO instant; not older than two weeks
   * @throws OperationalError when they were not taken
   */
  post(at: string, measures: readonly Measure[]): Promise<void>
  close(): void
}

/**
 * Amazon CloudWatch. Its client is loaded with the first numbers.
 * @param stage goes with every number as its only dimension: each further one would be paid as a metric of its own
 */
export function cloudWatchDoor({
  region,
  endpoint,
  namespace,
  stage,
}: {
  region?: string
  endpoint?: string
  namespace: string
  stage: string
}): MetricsDoor {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch')
    return { client: new CloudWatchClient({ region, endpoint, maxAttempts: 3 }), PutMetricDataCommand }
  }
  return {
    async post(at, measures) {
      const { client, PutMetricDataCommand } = await (opened ??= open())
      const Dimensions = [{ Name: 'Stage', Value: stage }]
      await client
        .send(
          new PutMetricDataCommand({
            Namespace: namespace,
            MetricData: measures.map(({ name, value }) => ({
              MetricName: name,
              Dimensions,
              Timestamp: new Date(at),
              Value: value,
              Unit: 'Count',
            })),
          }),
          { abortSignal: AbortSignal.timeout(20_000) },
        )
        .catch((cause: unknown) => {
          const why = cause instanceof Error ? cause.message || cause.name : String(cause)
          throw new OperationalError(`CloudWatch did not take the numbers: ${why}`, { cause })
        })
    },
    close: () => void opened?.then(({ client }) => client.destroy()),
  }
}

/** Numbers that a test holds in its hand. `failing` is thrown while it is set. */
export function memoryMetrics(): MetricsDoor & { posted: { at: string; measures: Measure[] }[]; failing?: Error } {
  return {
    posted: [],
    post(at, measures) {
      if (this.failing) return Promise.reject(this.failing)
      this.posted.push({ at, measures: [...measures] })
      return Promise.resolve()
    },
    close() {},
  }
}
