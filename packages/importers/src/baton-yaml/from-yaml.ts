import { TemplateDocument } from '@baton/engine'
import { checkShape } from '../check-shape.ts'
import { groupNames, memberNames, type Directory, type Names } from '../directory.ts'
import { unreadable, type Fault, type Report } from '../report.ts'
import { escapePointer, MemberMention, readYaml, type YamlSource } from '../yaml-source.ts'
import { deadlineFrom, deadlineHint } from './deadline-text.ts'
import { versionMarker } from './to-yaml.ts'

/**
 * Reads what `toYaml` writes, and what people make of it. Nothing is guessed or left out: a key that is not known, a
 * value of the wrong kind, a member or group that does not exist are faults, all of them listed.
 * @throws UserError `unreadable_document`, each finding with its line in `values.line`
 */
export function fromYaml(text: string, directory: Directory): TemplateDocument {
  return documentIn(readYaml(text), directory, ({ line, message }, faults) => faults.push({ line, message }))
}

/** As `fromYaml`, but people who do not exist here are left out and reported: the file may come from elsewhere. */
export function importYaml(source: YamlSource, directory: Directory, report: Report): TemplateDocument {
  return documentIn(source, directory, ({ line, message }) => report.add(line, 'not mapped', `${message} Left out.`))
}

function documentIn(
  source: YamlSource,
  directory: Directory,
  onStranger: (stranger: Fault, faults: Fault[]) => void,
): TemplateDocument {
  const faults: Fault[] = []
  const add = (path: string, message: string) => void faults.push({ path, line: source.lineOf(path), message })
  if (!isMapping(source.value))
    throw unreadable({ line: 1, message: 'Wanted a template with keys and values, found none.' })
  const { baton, ...rest } = source.value
  if (baton !== versionMarker)
    add('/baton', `Wanted “baton: ${versionMarker}”, found ${baton === undefined ? 'nothing' : `“${String(baton)}”`}.`)

  const people = { members: memberNames(directory), groups: groupNames(directory) }
  const stranger = (path: string, what: string, name: string) => {
    onStranger({ line: source.lineOf(path), message: `No ${what} here is called “${name}”.` }, faults)
    return undefined
  }
  const document = fromWords(rest, '', {
    add,
    member: (name, path) => people.members.idOf(name) ?? stranger(path, 'member', name),
    group: (name, path) => people.groups.idOf(name) ?? stranger(path, 'group', name),
  })
  for (const { path, message } of checkShape(TemplateDocument, document)) add(path, message)
  if (faults.length > 0) throw unreadable(...faults)
  return document as TemplateDocument
}

type Context = {
  add: (path: string, message: string) => void
  member: (name: string, path: string) => ReturnType<Names['idOf']>
  group: (name: string, path: string) => ReturnType<Names['idOf']>
}

/** Turns words back into data. It looks at keys only; whether they may stand there is the shape's business. */
function fromWords(value: unknown, path: string, context: Context): unknown {
  if (Array.isArray(value)) return value.map((item, index) => fromWords(item, `${path}/${index}`, context))
  if (!isMapping(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, ofKey(key, inner, `${path}/${escapePointer(key)}`, context)] as const)
      .filter(([, inner]) => inner !== undefined),
  )
}

function ofKey(key: string, value: unknown, path: string, context: Context): unknown {
  if (key === 'deadline' && typeof value === 'string') {
    const deadline = deadlineFrom(value)
    if (!deadline) context.add(path, `Wanted ${deadlineHint}, found “${value}”.`)
    // Any valid deadline will do here: the fault above already refuses the document.
    return deadline ?? { amount: 0, unit: 'days', from: { launch: true } }
  }
  if (key === 'options' && Array.isArray(value)) return value.map(optionFrom)
  // Answers hold whatever people typed: nothing in them is a word of this format but `!member`.
  if (key === 'default' || key === 'value') return mentionsIn(value, path, context)
  if (key === 'assign' && isMapping(value)) {
    const names = (list: unknown, at: string, idOf: Context['member']) =>
      Array.isArray(list)
        ? list
            .map((name, index) => (typeof name === 'string' ? idOf(name, `${at}/${index}`) : name))
            .filter((id) => id !== undefined)
        : list
    return {
      ...value,
      ...('members' in value && { members: names(value['members'], `${path}/members`, context.member) }),
      ...('groups' in value && { groups: names(value['groups'], `${path}/groups`, context.group) }),
    }
  }
  return fromWords(value, path, context)
}

function mentionsIn(value: unknown, path: string, context: Context): unknown {
  if (value instanceof MemberMention) return context.member(value.email, path)
  if (!Array.isArray(value)) return value
  return value.map((item, index) => mentionsIn(item, `${path}/${index}`, context)).filter((item) => item !== undefined)
}

function optionFrom(value: unknown): unknown {
  if (!isMapping(value)) return value
  const [only, ...others] = Object.entries(value)
  if (!only || others.length > 0 || ['id', 'label', 'required'].includes(only[0])) return value
  return { id: only[0], label: only[1] }
}

const isMapping = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof MemberMention)
