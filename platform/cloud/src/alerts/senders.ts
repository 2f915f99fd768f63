import type { Alert } from './alert.ts'
import { post, type Outcome, type Sending } from './http.ts'
import type { Surroundings } from './links.ts'
import { pagerDutyEvent } from './pagerduty.ts'
import type { ChannelSecrets, SecretSource } from './secrets.ts'
import type { SlackMessage } from './slack-message.ts'

/** The two ways out. `deadline`, in milliseconds since 1970, is when trying again ends. */
export interface Senders {
  pagerduty(alert: Alert, deadline: number): Promise<Outcome>
  slack(message: SlackMessage, deadline: number): Promise<Outcome>
}

export interface SenderOptions {
  sending: Sending
  secrets: SecretSource
  surroundings: Surroundings
  /** `https://events.pagerduty.com` */
  pagerdutyUrl: string
}

/** Sends with the secrets of the moment. */
export function createSenders({ sending, secrets, surroundings, pagerdutyUrl }: SenderOptions): Senders {
  const withSecret = async (
    key: keyof ChannelSecrets,
    send: (secret: string) => Promise<Outcome>,
  ): Promise<Outcome> => {
    let known: ChannelSecrets
    try {
      known = await secrets.read()
    } catch (error) {
      return {
        kind: 'failed',
        why: `its secret could not be read (${error instanceof Error ? error.name : 'unknown'})`,
      }
    }
    const secret = known[key]
    if (secret === 'off' && Object.values(known).some((other) => other !== 'off')) return { kind: 'accepted' }
    if (!isSet(secret)) return { kind: 'refused', why: 'it is not set up: its secret is empty' }
    let outcome = await send(secret)
    if (outcome.kind === 'refused') {
      // It may have been changed since the copy was taken.
      secrets.forget()
      const newest = await secrets.read()
      if (isSet(newest[key]) && newest[key] !== secret) outcome = await send(newest[key])
      known = { ...known, ...newest }
    }
    return hideSecrets(outcome, [secret, ...Object.values(known)])
  }
  return {
    pagerduty: (alert, deadline) =>
      withSecret('pagerdutyRoutingKey', (routingKey) => {
        const { path, body } = pagerDutyEvent(alert, routingKey, surroundings)
        return post(sending, `${pagerdutyUrl}${path}`, body, deadline)
      }),
    slack: (message, deadline) =>
      withSecret('slackWebhookUrl', (url) =>
        URL.canParse(url)
          ? post(sending, url, JSON.stringify(message), deadline)
          : Promise.resolve({ kind: 'refused', why: 'its secret is no address' }),
      ),
  }
}

const isSet = (secret: string) => secret !== '' && secret !== 'off'

/** A server may repeat in its answer what it was sent. */
const hideSecrets = (outcome: Outcome, secrets: string[]): Outcome =>
  outcome.kind === 'accepted'
    ? outcome
    : {
        ...outcome,
        why: secrets.filter(isSet).reduce((why, secret) => why.replaceAll(secret, '(secret)'), outcome.why),
      }
