import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What is measured. */
export type Metrics = {
  registry: Registry
  request(route: string, method: string, status: number, seconds: number): void
  batch(batch: { commands: number; milliseconds: number; failed: boolean }): void
  /** Gauges read these at each scrape. */
  watch(name: string, help: string, value: () => number): void
  close(): void
}

/** Measures of one node, event loop lag and memory included. */
export function createMetrics({ ofNode = true }: { ofNode?: boolean } = {}): Metrics {
  const registry = new Registry()
  if (ofNode) collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'baton_http_request_seconds',
    help: 'Time to answer, by route of the contract.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  })
  const batchSize = new Histogram({
    name: 'baton_batch_commands',
    help: 'Commands that shared a transaction.',
    buckets: [1, 2, 4, 8, 16, 32, 64, 128],
    registers: [registry],
  })
  const batchTime = new Histogram({
    name: 'baton_batch_seconds',
    help: 'Time from taking a batch to its commit.',
    labelNames: ['failed'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10],
    registers: [registry],
  })
  return {
    registry,
    request: (route, method, status, seconds) => requests.observe({ route, method, status: String(status) }, seconds),
    batch: ({ commands, milliseconds, failed }) => {
      batchSize.observe(commands)
      batchTime.observe({ failed: String(failed) }, milliseconds / 1000)
    },
    watch: (name, help, value) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(value())
        },
      })
    },
    close: () => registry.clear(),
  }
}
