import { objectIn, textAt } from './json.ts'

/** How to reach the channels. Empty: not set up yet. `off`: not wanted here. */
export interface ChannelSecrets {
  pagerdutyRoutingKey: string
  slackWebhookUrl: string
}

export interface SecretSource {
  /** @throws when there is no copy at all and the source does not answer */
  read(): Promise<ChannelSecrets>
  /** Makes the next `read` ask again, since what was read does not work. */
  forget(): void
}

const keptFor = 5 * 60 * 1000

/**
 * Secrets with a copy that is kept for five minutes, so that a storm asks once and a new key works soon after. When
 * the source is down an old copy is better than none: a key that no longer works is noticed at the channel.
 * @param ask the text of the secret: JSON with `pagerdutyRoutingKey` and `slackWebhookUrl`
 */
export function keptSecrets(ask: () => Promise<string>, now: () => number): SecretSource {
  let kept: { value: ChannelSecrets; until: number } | undefined
  return {
    async read() {
      if (kept && kept.until > now()) return kept.value
      try {
        kept = { value: parse(await ask()), until: now() + keptFor }
      } catch (error) {
        if (!kept) throw error
      }
      return kept.value
    },
    forget() {
      if (kept) kept.until = 0
    },
  }
}

function parse(text: string): ChannelSecrets {
  const object = objectIn(text)
  // The text itself must not be in the message: it is a secret, however malformed.
  if (!object)
    throw new Error(
      'The secret of the alert channels is not a JSON object. Write {"pagerdutyRoutingKey":"…","slackWebhookUrl":"…"}.',
    )
  return {
    pagerdutyRoutingKey: textAt(object, 'pagerdutyRoutingKey')?.trim() ?? '',
    slackWebhookUrl: textAt(object, 'slackWebhookUrl')?.trim() ?? '',
  }
}
