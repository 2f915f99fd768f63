import { OperationalError } from '../operational-error.ts'

/** A message for a queue. `kind` is told beside the body, so that queues can be looked through. */
export type QueueMessage = { body: string; kind: string }

/** What a queue said of each message of a batch, in their order: taken, or why not. */
export type Taken = { taken: true } | { taken: false; because: string; forGood: boolean }

/** Hands messages to queues elsewhere. */
export type QueueDoor = {
  /**
   * Hands over 1 to 10 messages.
   * @param queue its address
   * @throws OperationalError when the queue does not answer; some may have been taken all the same
   */
  send(queue: string, messages: readonly QueueMessage[]): Promise<Taken[]>
  close(): void
}

/** Messages that a queue takes at once. */
export const mostAtOnce = 10

/** Amazon SQS. Its client is loaded with the first message. */
export function sqsDoor({ region, endpoint }: { region?: string; endpoint?: string }): QueueDoor {
  let opened: ReturnType<typeof open> | undefined
  const open = async () => {
    const { SendMessageBatchCommand, SQSClient } = await import('@aws-sdk/client-sqs')
    // Whoever calls waits and tries again by himself, with more patience.
    const client = new SQSClient({ region, endpoint, maxAttempts: 2, useQueueUrlAsEndpoint: endpoint === undefined })
    return { client, SendMessageBatchCommand }
  }
  return {
    async send(queue, messages) {
      const { client, SendMessageBatchCommand } = await (opened ??= open())
      const answer = await client
        .send(
          new SendMessageBatchCommand({
            QueueUrl: queue,
            Entries: messages.map(({ body, kind }, index) => ({
              Id: String(index),
              MessageBody: body,
              MessageAttributes: { kind: { DataType: 'String', StringValue: kind } },
            })),
          }),
          { abortSignal: AbortSignal.timeout(20_000) },
        )
        .catch((cause: unknown) => {
          const why = cause instanceof Error ? cause.message || cause.name : String(cause)
          throw new OperationalError(`The queue did not take jobs: ${why}`, { cause })
        })
      const yes = new Set(answer.Successful?.map(({ Id }) => Id))
      return messages.map((_, index): Taken => {
        if (yes.has(String(index))) return { taken: true }
        const refusal = answer.Failed?.find(({ Id }) => Id === String(index))
        const because = refusal?.Message ?? refusal?.Code ?? 'the queue said nothing of it'
        return { taken: false, because, forGood: refusal?.SenderFault ?? false }
      })
    },
    close: () => void opened?.then(({ client }) => client.destroy()),
  }
}

/** Queues that a test holds in its hand. `failing` is thrown while it is set. */
export function memoryQueues(): QueueDoor & { sent: { queue: string; messages: QueueMessage[] }[]; failing?: Error } {
  return {
    sent: [],
    send(queue, messages) {
      if (this.failing) return Promise.reject(this.failing)
      this.sent.push({ queue, messages: [...messages] })
      return Promise.resolve(messages.map(() => ({ taken: true })))
    },
    close() {},
  }
}
