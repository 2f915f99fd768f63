import { writeStepMail } from '@baton/commands'
import { mailSubject, memberAddresses, memberNames, processAndTitle, publishedDocument } from '@baton/database'
import { compileTemplate, decide, fillAddresses, fillText, type TextScope, UserError } from '@baton/engine'
import { stepMail } from '@baton/integrations'
import { newId } from '@baton/runtime'
import { carriesOut, decideContext, type WorkerContext } from '../context.ts'
import { messageIdOf, writeMails } from './notices.ts'

/**
 * Writes the mail of an e-mail step into the outbox, its variables filled from the answers as they are now. A step
 * that was reopened meanwhile is not sent; one without a usable address is reopened with a problem that says so.
 * Safe to run twice: the event's number is in the key of the mail.
 */
export const writeStepMailJob = carriesOut(writeStepMail, async (context, { orgId, processId, taskId, seq }) => {
  const found = await context.db.read(orgId, async (db) => {
    const row = await processAndTitle(db, orgId, processId)
    if (!row) return undefined
    const { templateId, templateVersion } = row.process
    return {
      process: row.process,
      document: await publishedDocument(db, orgId, templateId, templateVersion),
      subject: await mailSubject(db, orgId, templateId),
      names: await memberNames(db, orgId),
      addresses: await memberAddresses(db, orgId),
    }
  })
  const task = found?.process.tasks.find(({ id }) => id === taskId)
  if (!found?.document || !found.subject || task?.outcome !== 'sent') return
  const definition = compileTemplate(found.document)
  const mail = definition.steps.get(taskId)?.mail
  if (!mail) return

  const { process, subject } = found
  const scope: TextScope = {
    definition,
    answers: process.answers,
    process,
    personName: (id) => found.names.get(id),
    locale: subject.locale,
    timeZone: subject.timeZone,
  }
  const addressees = (text: string) => addressesIn(fillAddresses(text, scope, (id) => found.addresses.get(id)))
  const to = addressees(mail.to)
  const cc = addressees(mail.cc ?? '')
  const wrong = [...to, ...cc].filter((address) => !isAddress(address))
  if (wrong.length > 0 || to.length === 0) {
    await mailFailed(context, { orgId, processId, taskId }, unusable(to.length === 0, wrong))
    return
  }
  const id = newId()
  const content = await stepMail(
    // Answers are words, not Markdown.
    { subject: fillText(mail.subject, scope), body: fillText(mail.body, { ...scope, escape: escapeMarkdown }) },
    { organization: subject.organization, process: process.name, reader: subject },
  )
  await writeMails(context, orgId, [
    {
      id,
      messageKey: `step_mail:${processId}:${taskId}:${seq}`,
      messageId: messageIdOf(id, context.mailFrom),
      to: to.join(', '),
      cc: cc.length > 0 ? cc.join(', ') : undefined,
      kind: 'step_mail',
      processId,
      taskId,
      ...content,
    },
  ])
})

/**
 * Reopens an e-mail step whose mail could not be sent, with a problem that says why. In a process that was cancelled
 * or archived meanwhile nobody waits for the mail, so it is only logged.
 */
export async function mailFailed(
  context: WorkerContext,
  { orgId, processId, taskId }: { orgId: string; processId: string; taskId: string },
  text: string,
): Promise<void> {
  try {
    await context.processes.change(orgId, processId, (process, definition, { timeZone }) =>
      decide(
        definition,
        process,
        { type: 'mailFailed', taskId, text, by: { kind: 'system', orgId, name: 'mail' } },
        decideContext(context, timeZone),
      ),
    )
  } catch (error) {
    if (!(error instanceof UserError && error.code === 'process_not_active')) throw error
    context.log.warn({ processId, taskId, reason: text }, 'a mail failed in a process that has ended')
  }
}

/** Each once: somebody may be chosen in two fields. */
const addressesIn = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,;\n]/)
      .map((address) => address.trim())
      .filter((address) => address !== ''),
  ),
]

/** One plain address. Names and angle brackets are not taken, so that an answer cannot bring in a second one. */
const isAddress = (text: string): boolean => /^[^\s@<>"(),:;[\\\]]+@[^\s@<>"(),:;[\\\]]+$/.test(text)

const unusable = (none: boolean, wrong: string[]): string =>
  none
    ? 'The mail was not sent: nobody to send it to, the address is empty.'
    : `The mail was not sent: ${wrong.map((address) => `“${address}”`).join(', ')} is no mail address.`

const escapeMarkdown = (value: string): string => value.replace(/[\\`*_{}[\]<>#+\-!|~]/g, '\\$&')
