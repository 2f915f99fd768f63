import { readVariable, variablesIn } from '../../texts/variables.ts'
import type { Checked } from './checked.ts'

/** Variables in texts: that each stands for something, and is known when the text is filled. */
export function checkTexts(checked: Checked) {
  const { document } = checked
  checkText(document.processName, '/processName', checked, 'launch')
  checkText(document.kickoff?.instructions, '/kickoff/instructions', checked, 'launch')
  for (const { step, path } of checked.allSteps) {
    checkText(step.title, `${path}/title`, checked)
    checkText(step.instructions, `${path}/instructions`, checked)
    if (step.type !== 'email' || !step.mail) continue
    for (const part of ['to', 'cc', 'subject', 'body'] as const)
      checkText(step.mail[part], `${path}/mail/${part}`, checked)
  }
}

function checkText(text: string | undefined, path: string, { steps, fields, report }: Checked, when?: 'launch') {
  for (const name of variablesIn(text ?? '')) {
    const read = readVariable(name)
    const placed = read && 'field' in read ? fields.get(read.field) : undefined
    if (!read || ('field' in read && !placed) || ('step' in read && !steps.has(read.step))) {
      const message = `{{${name}}} stands for nothing here. Write \\{{${name}}} if it is to stay as it is.`
      report(path, 'unknown_variable', message, { name })
    } else if (
      when === 'launch' &&
      (placed?.owner || 'step' in read || ('system' in read && read.system === 'process.name'))
    ) {
      report(
        path,
        'variable_not_known_at_launch',
        `{{${name}}} is not known yet at launch; use the kick-off form's fields.`,
        { name },
      )
    }
  }
}
