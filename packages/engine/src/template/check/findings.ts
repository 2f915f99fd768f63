import type { Finding } from '../../errors.ts'
import type { TemplateDocument } from '../document.ts'
import { type Known, lay } from './checked.ts'
import { checkFields } from './fields.ts'
import { checkNames } from './names.ts'
import { checkReach } from './reach.ts'
import { checkRules } from './rules.ts'
import { checkSteps } from './steps.ts'
import { checkTexts } from './texts.ts'

/**
 * Everything that keeps a draft from being published, all at once, each at its place in the document, in its order.
 * @param document one that fits the schema
 * @param known who exists in the organization; absent: people and groups are not looked up
 * @returns empty when the template can be published
 */
export function findingsOf(document: TemplateDocument, known?: Known): Finding[] {
  const findings: Finding[] = []
  const checked = lay(document, known, findings)
  checkNames(checked)
  checkFields(checked)
  checkSteps(checked)
  checkTexts(checked)
  const circular = checkRules(checked)
  checkReach(checked, circular)
  return findings
    .map((finding) => ({ finding, place: placeOf(finding.path) }))
    .sort((a, b) => a.place.part - b.place.part || a.place.index - b.place.index)
    .map(({ finding }) => finding)
}

const parts = ['title', 'emoji', 'description', 'tags', 'processName', 'kickoff', 'milestones', 'steps', 'rules']

function placeOf(path: string) {
  const [, part = '', first = '', second = ''] = path.split('/')
  return { part: parts.indexOf(part), index: Number(part === 'kickoff' ? second : first) || 0 }
}
