import { mostAtOnce, OperationalError, type QueueDoor } from '@baton/integrations'
import type { Log } from '@baton/runtime'
import type { JobMessage } from './message.ts'

/** Hands jobs to queues elsewhere. */
export type Relay = {
  /**
   * Fulfilled when the queue has taken the job, and not before: until then it stays a job of the database. A queue
   * that does not answer is asked again for as long as it takes.
   * @throws OperationalError when the relay was stopped before, Error when the queue refuses this job for good
   */
  handOn(queue: string, message: JobMessage): Promise<void>
  /** Jobs that wait for their queue. */
  readonly waiting: number
  /** Lets what is being sent come to its end; what waits is refused, and so stays where it is. */
  stop(): Promise<void>
}

type Waiting = { message: JobMessage; taken: () => void; refused: (error: Error) => void }

/** Milliseconds until a queue that does not answer is asked again: doubled each time, up to the last. */
const [firstPause, longestPause] = [500, 30_000]

/**
 * What arrives while a batch is on its way shares the next one; nothing waits for company.
 * @param pause waits so many milliseconds, or less when the signal is aborted
 */
export function createRelay({
  door,
  log,
  pause = pauseFor,
}: {
  door: QueueDoor
  log: Log
  pause?: (milliseconds: number, until: AbortSignal) => Promise<void>
}): Relay {
  const lines = new Map<string, { waiting: Waiting[]; sending?: Promise<void> }>()
  const stopping = new AbortController()

  async function send(queue: string, waiting: Waiting[]): Promise<void> {
    let wait = firstPause
    while (waiting.length > 0 && !stopping.signal.aborted) {
      const batch = waiting.splice(0, mostAtOnce)
      const failed = await sendBatch(queue, batch)
      if (failed.length === 0) {
        wait = firstPause
        continue
      }
      waiting.unshift(...failed)
      // Those who ask at the same time should not all come back at the same time.
      await pause(wait * (0.5 + Math.random() / 2), stopping.signal)
      wait = Math.min(wait * 2, longestPause)
    }
  }

  /** @returns those of the batch that are to be sent again */
  async function sendBatch(queue: string, batch: Waiting[]): Promise<Waiting[]> {
    try {
      const answers = await door.send(
        queue,
        batch.map(({ message }) => ({ body: JSON.stringify(message), kind: message.kind })),
      )
      return batch.filter(({ message, taken, refused }, index) => {
        const answer = answers[index]!
        if (answer.taken) taken()
        else if (answer.forGood) refused(new Error(`The queue refuses a ${message.kind} job: ${answer.because}`))
        else log.warn({ queue, kind: message.kind, because: answer.because }, 'a queue did not take a job')
        return !answer.taken && !answer.forGood
      })
    } catch (error) {
      log.warn({ err: error, queue, jobs: batch.length }, 'a queue cannot be reached; its jobs wait in the database')
      return batch
    }
  }

  return {
    handOn(queue, message) {
      if (stopping.signal.aborted) return Promise.reject(stopped())
      let line = lines.get(queue)
      if (!line) lines.set(queue, (line = { waiting: [] }))
      const { waiting } = line
      return new Promise((taken, refused) => {
        waiting.push({ message, taken, refused })
        line.sending ??= Promise.resolve()
          .then(() => send(queue, waiting))
          .finally(() => delete line.sending)
      })
    },
    get waiting() {
      return [...lines.values()].reduce((sum, { waiting }) => sum + waiting.length, 0)
    },
    async stop() {
      stopping.abort()
      for (const { sending } of lines.values()) await sending
      for (const { waiting } of lines.values()) for (const { refused } of waiting.splice(0)) refused(stopped())
    },
  }
}

const stopped = () => new OperationalError('The worker stops; the job stays in the database.')

function pauseFor(milliseconds: number, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      until.removeEventListener('abort', end)
      resolve()
    }
    const timer = setTimeout(end, milliseconds)
    until.addEventListener('abort', end)
    if (until.aborted) end()
  })
}
