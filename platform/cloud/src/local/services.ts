import { SQSClient } from '@aws-sdk/client-sqs'
import { cloud } from '@baton/runtime'
import { startFauxqs, type FauxqsServer } from 'fauxqs'

export const region = 'eu-central-1'
export const credentials = { accessKeyId: 'local', secretAccessKey: 'local' }

/** The names of a queue and of its dead letters. */
export type Queue = { name: string; url: string; deadLetters: string }

/** Queues and buckets that speak as those of AWS do. */
export type Services = {
  endpoint: string
  server: FauxqsServer
  sqs: SQSClient
  queue: Queue
  bucket: string
  /** Messages in a queue: to be had, taken by somebody, and shown later. */
  count: (queue: string) => { ready: number; inflight: number; delayed: number }
  stop: () => Promise<void>
}

export async function startServices({ maxReceives = cloud.daemon.maxReceives as number } = {}): Promise<Services> {
  const server = await startFauxqs({ port: 0, logger: false, defaultRegion: region })
  const endpoint = `http://127.0.0.1:${server.port}`
  const deadLetters = server.createQueue('jobs-dead-letters')
  const redrive = { deadLetterTargetArn: deadLetters.queueArn, maxReceiveCount: maxReceives }
  server.createQueue('jobs', { attributes: { RedrivePolicy: JSON.stringify(redrive) } })
  server.createBucket('baton-files')
  server.createBucket('baton-web')
  const sqs = new SQSClient({ endpoint, region, credentials, useQueueUrlAsEndpoint: false })
  return {
    endpoint,
    server,
    sqs,
    queue: { name: 'jobs', url: `${endpoint}/000000000000/jobs`, deadLetters: 'jobs-dead-letters' },
    bucket: 'baton-files',
    count: (queue) => {
      const { ready, inflight, delayed } = server.inspectQueue(queue)!.messages
      return {
        ready: ready.length,
        inflight: inflight.length,
        delayed: delayed.length,
      }
    },
    async stop() {
      sqs.destroy()
      await server.stop()
    },
  }
}
