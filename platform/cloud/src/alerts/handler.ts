import type { Sending } from './http.ts'
import type { PlainMail } from './mail.ts'
import { route, type AlertLog } from './router.ts'
import { keptSecrets } from './secrets.ts'
import { createSenders } from './senders.ts'
import type { AlertSettings } from './settings.ts'
import type { Store } from './store.ts'

/** The world as the router meets it. The Lambda brings AWS's, tests bring servers and a clock of their own. */
export interface World extends Sending {
  settings: AlertSettings
  store: Store
  /** The text of the secret with the channels' keys. */
  readSecret: () => Promise<string>
  sendMail: (mail: PlainMail) => Promise<void>
  log: AlertLog
}

/** What Lambda tells of a call, as far as it is used. */
export interface LambdaContext {
  awsRequestId: string
  getRemainingTimeInMillis(): number
}

/** The function as Lambda calls it. It fails when an alert could neither be told nor mailed. */
export function createHandler({ settings, store, readSecret, sendMail, log, ...sending }: World) {
  const { surroundings, topics, pagerdutyUrl } = settings
  const secrets = keptSecrets(readSecret, sending.now)
  const senders = createSenders({ sending, secrets, surroundings, pagerdutyUrl })
  const { now, pause } = sending
  return (event: unknown, context: LambdaContext): Promise<void> =>
    route(
      event,
      { id: context.awsRequestId, remaining: () => context.getRemainingTimeInMillis() },
      { store, senders, sendMail, surroundings, topics, now, pause, log },
    )
}
