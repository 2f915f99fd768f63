import { isEmail } from '../../form/check-answer.ts'
import { readVariable, variablesIn } from '../../texts/variables.ts'
import { sortByNeed, wayRound } from '../graph.ts'
import type { Checked, PlacedStep } from './checked.ts'

/** Each step: what its type needs, and that all it names is there. */
export function checkSteps(checked: Checked) {
  for (const placed of checked.allSteps) {
    checkType(placed, checked)
    checkAfter(placed, checked)
    checkAssignment(placed, checked)
    checkDeadline(placed, checked)
  }
  checkCircles(checked)
}

function checkType({ step, path }: PlacedStep, checked: Checked) {
  const { report } = checked
  if (step.type === 'expiring' && !step.deadline) {
    report(`${path}/deadline`, 'expiring_without_deadline', 'A step that completes itself needs a deadline to do so.')
  }
  if (step.whenRejected !== undefined && step.type !== 'approval') {
    const message = `Only an approval can be rejected; remove whenRejected from this step of type ${step.type}.`
    report(`${path}/whenRejected`, 'setting_not_read', message, {
      setting: 'whenRejected',
      type: step.type,
      kind: 'rejected',
    })
  }
  if (step.type !== 'email') {
    if (!step.mail) return
    const message = `Only an e-mail step sends mail; remove mail from this step of type ${step.type}.`
    report(`${path}/mail`, 'setting_not_read', message, { setting: 'mail', type: step.type, kind: 'mail' })
    return
  }
  if (step.fields && step.fields.length > 0) {
    report(`${path}/fields`, 'fields_on_email_step', 'An e-mail step has no form; move its fields to another step.')
  }
  if (!step.mail) {
    report(`${path}/mail`, 'mail_missing', 'An e-mail step needs a mail: recipient, subject and text.')
    return
  }
  if (step.mail.subject.trim() === '')
    report(`${path}/mail/subject`, 'mail_subject_missing', 'Give the mail a subject.')
  if (step.mail.to.trim() === '') report(`${path}/mail/to`, 'mail_recipient_missing', 'Say to whom the mail goes.')
  checkAddresses(step.mail.to, `${path}/mail/to`, checked)
  checkAddresses(step.mail.cc ?? '', `${path}/mail/cc`, checked)
}

/** Fields whose answers can be an address; people are written as theirs. */
const addressFields = ['email', 'short_text', 'dropdown', 'radio', 'people']

function checkAddresses(text: string, path: string, { fields, report }: Checked) {
  for (const part of text.split(/[,;\n]/).map((piece) => piece.trim())) {
    if (part === '') continue
    const names = variablesIn(part)
    for (const name of names) {
      const read = readVariable(name)
      const placed = read && 'field' in read ? fields.get(read.field) : undefined
      // Names of fields that are not there are said with the other variables.
      if (!read || ('field' in read && (!placed || addressFields.includes(placed.field.type)))) continue
      report(path, 'mail_address_invalid', `{{${name}}} is not an address; use a field of type email or people.`, {
        found: name,
        kind: 'variable',
      })
    }
    if (names.length > 0 || isEmail(part)) continue
    report(path, 'mail_address_invalid', `Wanted plain addresses or variables, separated by commas; found “${part}”.`, {
      found: part,
      kind: 'address',
    })
  }
}

function checkAfter({ step, path }: PlacedStep, { steps, document, report }: Checked) {
  for (const [index, id] of (step.after ?? []).entries()) {
    const at = `${path}/after/${index}`
    if (id === step.id) report(at, 'depends_on_itself', 'A step cannot wait for itself.')
    else if (!steps.has(id)) report(at, 'unknown_step', `There is no step “${id}” to wait for.`, { id })
  }
  if (step.milestone !== undefined && !document.milestones?.some(({ id }) => id === step.milestone)) {
    report(`${path}/milestone`, 'unknown_milestone', `There is no milestone “${step.milestone}”.`, {
      id: step.milestone,
    })
  }
}

function checkAssignment({ step, path }: PlacedStep, { fields, known, report }: Checked) {
  const { assign } = step
  if (!assign) return
  if (assign.field !== undefined) {
    const placed = fields.get(assign.field)
    const at = `${path}/assign/field`
    if (!placed)
      report(at, 'unknown_field', `There is no field “${assign.field}” to name the assignees.`, { id: assign.field })
    else if (placed.field.type !== 'people') {
      report(
        at,
        'field_not_people',
        `Only a people field can name assignees; “${placed.field.label}” is of type ${placed.field.type}.`,
        { label: placed.field.label, type: placed.field.type },
      )
    } else if (placed.owner?.step.id === step.id) {
      report(
        at,
        'field_of_same_step',
        `“${placed.field.label}” is answered in this very step, too late to say whose it is.`,
        { label: placed.field.label },
      )
    }
  }
  if (!known) return
  for (const [index, id] of (assign.members ?? []).entries()) {
    if (!known.members.has(id))
      report(`${path}/assign/members/${index}`, 'unknown_member', 'This person is not a member of the organization.', {
        id,
      })
  }
  for (const [index, id] of (assign.groups ?? []).entries()) {
    if (!known.groups.has(id))
      report(`${path}/assign/groups/${index}`, 'unknown_group', 'This group does not exist.', { id })
  }
}

function checkDeadline({ step, path }: PlacedStep, { steps, fields, report }: Checked) {
  const { deadline } = step
  if (!deadline) return
  const { from } = deadline
  if ('field' in from) {
    const placed = fields.get(from.field)
    const at = `${path}/deadline/from/field`
    if (!placed) report(at, 'unknown_field', `There is no field “${from.field}” to count from.`, { id: from.field })
    else if (placed.field.type !== 'date' && placed.field.type !== 'date_time') {
      report(
        at,
        'field_not_date',
        `A deadline counts from a date; “${placed.field.label}” is of type ${placed.field.type}.`,
        { label: placed.field.label, type: placed.field.type },
      )
    } else if (placed.owner?.step.id === step.id) {
      report(
        at,
        'deadline_on_itself',
        `“${placed.field.label}” is answered in this very step, too late to say when it is due.`,
        { kind: 'field', label: placed.field.label },
      )
    }
    return
  }
  if ('completed' in from) {
    const at = `${path}/deadline/from/completed`
    if (from.completed === step.id)
      report(at, 'deadline_on_itself', 'A deadline cannot count from the completion of its own step.', {
        kind: 'step',
      })
    else if (!steps.has(from.completed))
      report(at, 'unknown_step', `There is no step “${from.completed}” to count from.`, { id: from.completed })
  }
  if (deadline.direction === 'before' && deadline.amount > 0) {
    const message =
      'Only a date can be counted back from; before anything else the deadline would be over when it becomes known.'
    report(`${path}/deadline/direction`, 'deadline_in_the_past', message)
  }
}

function checkCircles({ steps, report }: Checked) {
  const needs = (id: string) => (steps.get(id)?.step.after ?? []).filter((other) => other !== id)
  for (const { group, circle } of sortByNeed(steps.keys(), needs)) {
    if (!circle) continue
    // Begun at the step that stands first, so that the finding does not depend on how the circle was found.
    const first = [...steps.keys()].filter((id) => group.includes(id))
    const way = wayRound(first, needs)
    const { path } = steps.get(way[0]!)!
    const titles = [...way, way[0]!].map((id) => `“${steps.get(id)!.title}”`).join(' waits for ')
    report(`${path}/after`, 'dependency_circle', `These steps wait for one another in a circle: ${titles}.`, {
      circle: way.join(', '),
      names: [...way, way[0]!].map((id) => steps.get(id)!.title).join(' → '),
    })
  }
}
