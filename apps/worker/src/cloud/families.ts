import type { JobName } from '@baton/commands'
import type { JobFamily } from '@baton/runtime'

/**
 * Where each kind of job goes in the cloud: to the queue of its family, or nowhere, because it is one short write to
 * the database that its moment must not miss. A new kind fails to compile until it has its place.
 */
export const familyOf = {
  'notify-assigned': 'mail',
  'notify-mentioned': 'mail',
  'notify-problem': 'mail',
  remind: 'mail',
  'write-step-mail': 'mail',
  'send-mail': 'mail',
  'expire-task': undefined,
} satisfies Record<JobName, JobFamily | undefined> as Record<JobName, JobFamily | undefined>
