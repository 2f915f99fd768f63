import { request, Agent } from 'node:http'
import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  type Message,
  type SQSClient,
} from '@aws-sdk/client-sqs'
import type { Log } from '@baton/runtime'
import { daemonOptions } from '../worker/daemon-options.ts'
import type { Election, PeriodicTask } from './periodic-tasks.ts'
import { wait } from './wait.ts'

/** Options of the namespace `aws:elasticbeanstalk:sqsd`, by their names there. Seconds. */
export type SqsdOptions = {
  HttpPath: string
  MimeType: string
  HttpConnections: number
  ConnectTimeout: number
  InactivityTimeout: number
  VisibilityTimeout: number
  ErrorVisibilityTimeout: number
  RetentionPeriod: number
}

/** As the stacks set them. */
export const sqsdDefaults: SqsdOptions = daemonOptions

export type SqsdGiven = {
  sqs: SQSClient
  queueUrl: string
  /** Of the instance's proxy, always this machine's. */
  port: number
  options?: Partial<SqsdOptions>
  periodicTasks?: readonly PeriodicTask[]
  election?: Election
  now?: () => Date
  log: Log
}

/** The number of the account that periodic tasks say they come from. */
const account = '000000000000'
/** The longest that SQS lets a receiver wait. Seconds. */
const longPoll = 20
/** After a refusal of the queue itself. Milliseconds. */
const pause = 500
const attribute = {
  path: 'beanstalk.sqsd.path',
  task: 'beanstalk.sqsd.task_name',
  time: 'beanstalk.sqsd.scheduled_time',
}

/**
 * The daemon of a worker instance, by its published contract: takes messages from one queue and posts each to the
 * instance's own proxy. 200 deletes the message; any other answer shows it again after `ErrorVisibilityTimeout`, none
 * after `InactivityTimeout`. Dead letters are the queue's own affair.
 */
export class Sqsd {
  private readonly given: SqsdGiven
  private readonly options: SqsdOptions
  private readonly agent: Agent
  private readonly stopping = new AbortController()
  private readonly gone = new AbortController()
  private readonly posting = new Set<Promise<void>>()
  private readonly receiving: Promise<void>
  private readonly ticking: NodeJS.Timeout | undefined
  private lastMinute: number

  constructor(given: SqsdGiven) {
    this.given = given
    this.options = { ...sqsdDefaults, ...given.options }
    this.agent = new Agent({ keepAlive: true, maxSockets: this.options.HttpConnections })
    this.lastMinute = minuteOf(this.now())
    this.receiving = this.receive()
    if (given.periodicTasks?.length) this.ticking = setInterval(() => void this.tick(), 1000)
  }

  /** Takes no more, waits for the answers to what it posted, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.ticking)
    this.stopping.abort()
    await this.receiving
    await Promise.all(this.posting)
    this.agent.destroy()
  }

  /** As when its machine is gone: nothing that it has taken is deleted or given back. */
  async kill(): Promise<void> {
    this.gone.abort()
    await this.stop()
  }

  /** Sends what has become due since it last looked, unless another instance does. Every second by itself. */
  async tick(): Promise<void> {
    const minute = minuteOf(this.now())
    const since = this.lastMinute
    this.lastMinute = Math.max(minute, since)
    for (let due = since + 1; due <= minute; due += 1) {
      const moment = new Date(due * 60_000)
      const time = `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`
      for (const { name, url, schedule } of this.given.periodicTasks ?? []) {
        if (schedule.matches(moment) && (this.given.election?.lead(name, time) ?? true))
          await this.enqueue(name, url, time)
      }
    }
  }

  private now(): Date {
    return this.given.now?.() ?? new Date()
  }

  private async enqueue(name: string, url: string, time: string): Promise<void> {
    const text = (value: string) => ({ DataType: 'String', StringValue: value })
    await this.given.sqs.send(
      new SendMessageCommand({
        QueueUrl: this.given.queueUrl,
        MessageBody: 'elasticbeanstalk scheduled job',
        MessageAttributes: { [attribute.path]: text(url), [attribute.task]: text(name), [attribute.time]: text(time) },
      }),
    )
  }

  private async receive(): Promise<void> {
    const { sqs, queueUrl, log } = this.given
    const { signal } = this.stopping
    while (!signal.aborted) {
      const free = this.options.HttpConnections - this.posting.size
      if (free <= 0) {
        await Promise.race(this.posting)
        continue
      }
      try {
        const { Messages } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: queueUrl,
            MaxNumberOfMessages: Math.min(free, 10),
            WaitTimeSeconds: longPoll,
            VisibilityTimeout: this.options.VisibilityTimeout,
            MessageSystemAttributeNames: ['All'],
            MessageAttributeNames: ['All'],
          }),
          { abortSignal: signal },
        )
        for (const message of Messages ?? []) {
          const posted: Promise<void> = this.carry(message).finally(() => this.posting.delete(posted))
          this.posting.add(posted)
        }
      } catch (error) {
        if (signal.aborted) return
        log.warn({ err: error }, 'the queue could not be read')
        await wait(pause)
      }
    }
  }

  /** Brings one message to its end: deleted, or to be shown again. */
  private async carry(message: Message): Promise<void> {
    const { sqs, queueUrl, log } = this.given
    const place = { QueueUrl: queueUrl, ReceiptHandle: message.ReceiptHandle }
    const again = (seconds: number) =>
      sqs.send(new ChangeMessageVisibilityCommand({ ...place, VisibilityTimeout: seconds }))
    try {
      const age = this.now().getTime() - Number(message.Attributes?.SentTimestamp ?? Number.NaN)
      const answer = age > this.options.RetentionPeriod * 1000 ? 'too old' : await this.post(message)
      if (this.gone.signal.aborted) return
      if (answer === 200 || answer === 'too old') await sqs.send(new DeleteMessageCommand(place))
      else {
        log.info({ msgid: message.MessageId, answer, count: message.Attributes?.ApproximateReceiveCount }, 'http-err')
        // Silence has lasted its time when it is noticed.
        await again(answer === 'silent' ? 0 : this.options.ErrorVisibilityTimeout)
      }
    } catch (error) {
      // The message shows itself again when its time is over.
      if (!this.gone.signal.aborted)
        log.warn({ err: error, msgid: message.MessageId }, 'a message was not brought to its end')
    }
  }

  private post(message: Message): Promise<number | 'silent' | 'refused'> {
    const { ConnectTimeout, InactivityTimeout } = this.options
    return new Promise((resolve) => {
      const asked = request({
        host: '127.0.0.1',
        port: this.given.port,
        method: 'POST',
        path: message.MessageAttributes?.[attribute.path]?.StringValue ?? this.options.HttpPath,
        agent: this.agent,
        signal: this.gone.signal,
        headers: this.headersOf(message),
      })
      let late = setTimeout(() => asked.destroy(new Error('no connection')), ConnectTimeout * 1000)
      const connected = () => {
        clearTimeout(late)
        late = setTimeout(() => asked.destroy(new Error('silent')), InactivityTimeout * 1000)
      }
      asked.on('socket', (socket) => (socket.connecting ? socket.once('connect', connected) : connected()))
      asked.on('response', (answer) => {
        answer.resume()
        answer.on('error', () => {})
        resolve(answer.statusCode!)
      })
      asked.on('error', (error) => resolve(error.message === 'silent' ? 'silent' : 'refused'))
      asked.on('close', () => clearTimeout(late))
      asked.end(message.Body ?? '')
    })
  }

  private headersOf({ MessageId, Attributes, MessageAttributes = {}, Body = '' }: Message): Record<string, string> {
    const headers: Record<string, string> = {
      'user-agent': 'aws-sqsd/2.3',
      'content-type': this.options.MimeType,
      'content-length': String(Buffer.byteLength(Body)),
      'x-aws-sqsd-msgid': MessageId ?? '',
      'x-aws-sqsd-queue': this.given.queueUrl.split('/').at(-1)!,
      'x-aws-sqsd-first-received-at': new Date(
        Number(Attributes?.ApproximateFirstReceiveTimestamp ?? this.now().getTime()),
      ).toISOString(),
      'x-aws-sqsd-receive-count': Attributes?.ApproximateReceiveCount ?? '1',
    }
    const task = MessageAttributes[attribute.task]?.StringValue
    if (task !== undefined) {
      headers['x-aws-sqsd-taskname'] = task
      headers['x-aws-sqsd-scheduled-at'] = MessageAttributes[attribute.time]?.StringValue ?? ''
      headers['x-aws-sqsd-sender-id'] = Attributes?.SenderId ?? account
    }
    for (const [name, { DataType = '', StringValue }] of Object.entries(MessageAttributes)) {
      if (/^(String|Number)/.test(DataType) && StringValue !== undefined && !name.startsWith('beanstalk.sqsd.'))
        headers[`x-aws-sqsd-attr-${name.toLowerCase()}`] = StringValue
    }
    return headers
  }
}

const minuteOf = (moment: Date): number => Math.floor(moment.getTime() / 60_000)
