import type { Alert, Channel, Severity } from './alert.ts'
import type { Outcome } from './http.ts'
import type { Surroundings } from './links.ts'
import { fallbackMail, type Missed, type PlainMail } from './mail.ts'
import * as memories from './memory.ts'
import type { Memory } from './memory.ts'
import { reserve, type Pace } from './pace.ts'
import { dedupKey } from './pagerduty.ts'
import { isSweep, readEvent } from './read-event.ts'
import { limits } from './routes.ts'
import type { Senders } from './senders.ts'
import { slackDigests, slackMessage, type SlackMessage, type Telling } from './slack-message.ts'
import { change, Contended, type Store } from './store.ts'

/** What happened, for the log. Never holds a secret. */
export interface AlertLog {
  info(fields: object, sentence: string): void
  error(fields: object, sentence: string): void
}

export interface RouterOptions {
  store: Store
  senders: Senders
  /** @throws when the mail could not be handed over */
  sendMail: (mail: PlainMail) => Promise<void>
  surroundings: Surroundings
  topics: Record<string, Severity>
  now: () => number
  pause: (milliseconds: number) => Promise<void>
  log: AlertLog
}

/** One call of the function. */
export interface Call {
  /** The same when the call is tried again. */
  id: string
  /** Milliseconds until it is ended by force. */
  remaining: () => number
}

/** Left for the mail and for notes when trying ends. */
const reserveForTheEnd = 15_000
/** How many subjects one sweep looks at; the next one follows in a minute. */
const sweepAtMost = 200
/** Single messages at most in one call; more are a digest. */
const singlesAtMost = limits.slackBurst

/**
 * Takes alerts in and tells the channels what they do not know yet.
 *
 * First everything is remembered, then told from memory; the sweep tells from memory too. So it does not matter
 * whether a message comes twice, late or out of order, or which call does the telling.
 * @throws AggregateError when something could neither be told nor mailed, so that the call is tried again and in the
 *   end lies among the dead letters
 */
export async function route(event: unknown, call: Call, options: RouterOptions): Promise<void> {
  const { store, now } = options
  const round = new Round(call, options)
  if (isSweep(event)) {
    await round.tell(await store.pending(now(), sweepAtMost), true)
  } else {
    const alerts = readEvent(event, { topics: options.topics, now: new Date(now()), callId: call.id })
    const ids: string[] = []
    for (const alert of alerts) if (await round.remember(alert)) ids.push(idOf(alert))
    await round.tell([...new Set(ids)], false)
  }
  round.end()
}

const idOf = ({ subject }: Alert) => `subject:${dedupKey(subject)}`

/** One call's work, and what went wrong in it. */
class Round {
  private readonly call: Call
  private readonly options: RouterOptions
  private readonly deadline: number
  private readonly errors: unknown[] = []
  private readonly missed: (Missed & { id: string })[] = []

  constructor(call: Call, options: RouterOptions) {
    this.call = call
    this.options = options
    this.deadline = options.now() + call.remaining() - reserveForTheEnd
  }

  /** @returns false when it could not be remembered; it has gone by mail then, and the call will fail */
  async remember(alert: Alert): Promise<boolean> {
    const { log, now } = this.options
    try {
      await this.update(idOf(alert), (memory) => memories.absorb(memory, alert, now()))
      log.info(
        { subject: alert.subject, state: alert.state, severity: alert.severity, messageId: alert.messageId },
        'heard',
      )
      return true
    } catch (error) {
      this.errors.push(error)
      const why = 'what it was told before could not be looked up'
      await this.mail([
        { alert, channel: 'pagerduty', why },
        { alert, channel: 'slack', why },
      ])
      return false
    }
  }

  /** Tells each channel what it does not know of these subjects, then mails what could not be told. */
  async tell(ids: string[], sweep: boolean): Promise<void> {
    await Promise.all([this.tellPagerDuty(ids), this.tellSlack(ids, sweep)])
    if (sweep) for (const id of ids) await this.guard(() => this.findOwedMail(id))
    if (this.missed.length > 0 && (await this.mail(this.missed))) {
      for (const { id, channel, alert } of this.missed) {
        await this.guard(() => this.update(id, (memory) => memory && memories.mailed(memory, channel, alert)))
      }
    }
  }

  /** @throws AggregateError with all that went wrong */
  end(): void {
    if (this.errors.length > 0) throw new AggregateError(this.errors, `${this.errors.length} alerts need another try.`)
  }

  private async tellPagerDuty(ids: string[]): Promise<void> {
    let down: Outcome | undefined
    for (const id of ids) {
      await this.guard(async () => {
        // Again when it changed while it was told, and never for ever.
        for (let again = 0; again < 5; again++) {
          const taken = await this.take(id, 'pagerduty')
          if (!taken) return
          if (this.late()) return this.layDown(taken)
          const outcome = down ?? (await this.options.senders.pagerduty(taken.alert, this.deadline))
          if (outcome.kind === 'failed') down = outcome
          await this.note(taken, outcome)
          if (outcome.kind === 'failed') return
        }
      })
    }
  }

  private async tellSlack(ids: string[], sweep: boolean): Promise<void> {
    const taken: Taken[] = []
    for (const id of ids) {
      await this.guard(async () => {
        const one = await this.take(id, 'slack')
        if (one) taken.push(one)
      })
    }
    const gathered = taken.length > singlesAtMost || (sweep && taken.some(({ manner }) => manner === 'digest'))
    if (gathered) return this.tellDigest(taken)
    let down: Outcome | undefined
    for (const first of taken) {
      await this.guard(async () => {
        for (let one: Taken | undefined = first, again = 0; one && again < 5; again++) {
          if (!(await this.waitForSlot(true))) {
            // A storm: the sweep tells it together with all else that comes until then.
            if (!sweep) return this.layDown(one)
            return this.tellDigest([one])
          }
          const outcome: Outcome = down ?? (await this.sendSlack(slackMessage(one, this.options.surroundings)))
          if (outcome.kind === 'failed') down = outcome
          await this.note(one, outcome)
          if (outcome.kind === 'failed') return
          one = await this.take(one.id, 'slack')
        }
      })
    }
  }

  private async tellDigest(taken: Taken[]): Promise<void> {
    let down: Outcome | undefined
    for (const { message, tellings } of slackDigests(taken, this.options.surroundings)) {
      const ready = down !== undefined || (await this.waitForSlot(false).catch(() => false))
      const outcome = ready ? (down ?? (await this.sendSlack(message))) : undefined
      if (outcome?.kind === 'failed') down = outcome
      for (const one of tellings as Taken[]) {
        await this.guard(() => (outcome ? this.note(one, outcome) : this.layDown(one)))
      }
    }
  }

  private sendSlack = (message: SlackMessage) => this.options.senders.slack(message, this.deadline)

  /** @returns false when it had better wait for the sweep */
  private async waitForSlot(single: boolean): Promise<boolean> {
    const { store, now, pause } = this.options
    const patience = this.deadline - now()
    let wait: number | undefined
    const describe = () => ({ expiresAt: now() + limits.rememberReport })
    try {
      await change<Pace>(store, 'pace:slack', describe, (pace) => {
        const slot = reserve(pace, now(), single, patience)
        wait = slot?.wait
        return slot?.pace
      })
    } catch (error) {
      // So many call at once that none gets its turn: a storm by another name.
      if (error instanceof Contended) return false
      throw error
    }
    if (wait === undefined) return false
    if (wait > 0) await pause(wait)
    return true
  }

  /** Takes what is due into this call's hands. */
  private async take(id: string, channel: Channel): Promise<Taken | undefined> {
    const { now } = this.options
    let taken: Taken | undefined
    await this.update(id, (memory) => {
      taken = undefined
      const alert = memory && memories.dueNow(memory, channel, this.call.id, now())
      const delivery = memory?.deliveries[channel]
      if (!alert || !delivery) return undefined
      const since = alert.state === 'ok' ? (delivery.openSince ?? memory.alarmSince) : undefined
      taken = { id, channel, alert, since, unseen: delivery.unseen, manner: delivery.manner }
      return memories.lease(memory, channel, alert, this.call.id, now())
    })
    return taken
  }

  private layDown({ id, channel }: Taken): Promise<void> {
    return this.update(id, (memory) => memory && memories.postpone(memory, channel, this.options.now()))
  }

  /** Remembers what became of it, so that whoever comes next does not tell it again. */
  private async note({ id, channel, alert }: Taken, outcome: Outcome): Promise<void> {
    const { log, now } = this.options
    let owed: Missed | undefined
    await this.update(id, (memory) => {
      if (!memory) return undefined
      const next = {
        accepted: () => memories.told(memory, channel, alert, now()),
        refused: () => memories.refused(memory, channel, alert, whyOf(outcome), now()),
        failed: () => memories.failed(memory, channel, alert, whyOf(outcome), now(), afterOf(outcome)),
      }[outcome.kind]()
      const owing = next.deliveries[channel]?.owed
      owed = owing && outcome.kind !== 'accepted' ? { alert: owing.alert, channel, why: owing.why } : undefined
      return next
    })
    if (owed) this.missed.push({ ...owed, id })
    if (outcome.kind === 'accepted') log.info({ subject: alert.subject, state: alert.state, channel }, 'told')
    else
      log.error(
        { subject: alert.subject, state: alert.state, channel, why: outcome.why, outcome: outcome.kind },
        'not told',
      )
  }

  private async findOwedMail(id: string): Promise<void> {
    const { store, now } = this.options
    const memory = (await store.read<Memory>(id))?.value
    for (const [channel, { owed }] of Object.entries(memory?.deliveries ?? {}) as [Channel, memories.Delivery][]) {
      const known = this.missed.some((one) => one.id === id && one.channel === channel)
      if (owed && owed.from <= now() && !known) this.missed.push({ id, channel, alert: owed.alert, why: owed.why })
    }
  }

  private async mail(missed: Missed[]): Promise<boolean> {
    try {
      await this.options.sendMail(fallbackMail(missed, this.options.surroundings))
      this.options.log.info({ alerts: missed.length }, 'mailed')
      return true
    } catch (error) {
      this.errors.push(error)
      this.options.log.error({ alerts: missed.length }, 'not even mailed')
      return false
    }
  }

  private late = () => this.options.now() >= this.deadline

  private async update(id: string, next: (memory: Memory | undefined) => Memory | undefined): Promise<void> {
    const { store, now } = this.options
    const describe = (memory: Memory) => ({
      pendingAt: memories.pendingAt(memory),
      expiresAt: memories.expiresAt(memory, now()),
    })
    await change<Memory>(store, id, describe, next)
  }

  /** One alert in trouble must not keep the others from being told. */
  private async guard(work: () => Promise<unknown>): Promise<void> {
    try {
      await work()
    } catch (error) {
      this.errors.push(error)
    }
  }
}

interface Taken extends Telling {
  id: string
  channel: Channel
  manner: 'now' | 'digest'
}

const whyOf = (outcome: Outcome) => (outcome.kind === 'accepted' ? '' : outcome.why)
const afterOf = (outcome: Outcome) => (outcome.kind === 'failed' ? outcome.after : undefined)
