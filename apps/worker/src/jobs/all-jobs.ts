import type { JobName } from '@baton/commands'
import type { Handler } from '../context.ts'
import { expireTaskJob } from './expire-task.ts'
import { notifyAssignedJob } from './notify-assigned.ts'
import { notifyMentionedJob } from './notify-mentioned.ts'
import { notifyProblemJob } from './notify-problem.ts'
import { remindJob } from './remind.ts'
import { sendMailJob } from './send-mail.ts'
import { writeStepMailJob } from './write-step-mail.ts'

/** What carries out each kind of job. A new kind fails to compile until it has a handler. */
export const handlers = {
  'notify-assigned': notifyAssignedJob,
  'notify-mentioned': notifyMentionedJob,
  'notify-problem': notifyProblemJob,
  remind: remindJob,
  'expire-task': expireTaskJob,
  'write-step-mail': writeStepMailJob,
  'send-mail': sendMailJob,
} satisfies Record<JobName, Handler>
