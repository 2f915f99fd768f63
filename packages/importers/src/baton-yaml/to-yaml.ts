import {
  TemplateDocument,
  type Assignment,
  type Condition,
  type Field,
  type Option,
  type Rule,
  type Step,
} from '@baton/engine'
import { Document, isMap, isScalar, isSeq, Scalar, visit, type Node, type Pair } from 'yaml'
import { groupNames, memberNames, type Directory } from '../directory.ts'
import { MemberMention, memberTag } from '../yaml-source.ts'
import { deadlineText } from './deadline-text.ts'

/** The first line of every file: says what it is, and the version of the format. */
export const versionMarker = 'template/v1'

/**
 * Writes a template as YAML that people read and edit. Exact: `fromYaml` gives back an equal document, and the same
 * document always gives the same bytes.
 * @param directory members and groups are written by e-mail and name as far as they stand here, else by id
 */
export function toYaml(document: TemplateDocument, directory: Directory): string {
  const yaml = new Document({ baton: versionMarker, ...inWords(document, directory) }, { customTags: [memberTag] })
  styled(yaml)
  return yaml.toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.MAX_SAFE_INTEGER,
    flowCollectionPadding: true,
  })
}

/** The document with everything that reads better in words than in data. */
function inWords(document: TemplateDocument, directory: Directory): object {
  const members = memberNames(directory)
  const groups = groupNames(directory)
  const everyField = [...(document.kickoff?.fields ?? []), ...document.steps.flatMap((step) => step.fields ?? [])]
  const ofPeople = new Set(everyField.filter(({ type }) => type === 'people').map(({ id }) => id))

  const mention = (id: unknown): unknown => {
    const name = typeof id === 'string' ? members.nameOf(id) : id
    return name === id ? id : new MemberMention(name as string)
  }
  const mentions = (value: unknown) => (Array.isArray(value) ? value.map(mention) : mention(value))

  const assignment = (assign: Assignment) => ({
    ...assign,
    ...(assign.members && { members: assign.members.map(members.nameOf) }),
    ...(assign.groups && { groups: assign.groups.map(groups.nameOf) }),
  })
  const field = (each: Field): object => ({
    ...each,
    ...(each.type === 'people' && each.default !== undefined && { default: mentions(each.default) }),
    ...(each.options && { options: each.options.map(option) }),
    ...(each.columns && {
      columns: each.columns.map((column) => ({
        ...column,
        ...(column.options && { options: column.options.map(option) }),
      })),
    }),
  })
  const step = (each: Step): object => ({
    ...each,
    ...(each.assign && { assign: assignment(each.assign) }),
    ...(each.deadline && { deadline: deadlineText(each.deadline) ?? each.deadline }),
    ...(each.fields && { fields: each.fields.map(field) }),
  })
  const condition = (each: Condition): object => {
    if ('all' in each) return { all: each.all.map(condition) }
    if ('any' in each) return { any: each.any.map(condition) }
    return 'field' in each && ofPeople.has(each.field) && each.value !== undefined
      ? { ...each, value: mentions(each.value) }
      : each
  }
  const rule = (each: Rule): object => ({ ...each, when: condition(each.when) })

  return inOrder(TemplateDocument as Ordered, {
    ...document,
    ...(document.kickoff && { kickoff: { ...document.kickoff, fields: document.kickoff.fields.map(field) } }),
    steps: document.steps.map(step),
    ...(document.rules && { rules: document.rules.map(rule) }),
  }) as object
}

/** `design: Design` for the plain option; the long form where it says more or would be misread. */
const option = (each: Option): object =>
  each.required === undefined && !['id', 'label', 'required'].includes(each.id) ? { [each.id]: each.label } : each

type Ordered = { properties?: Record<string, Ordered>; items?: Ordered; anyOf?: Ordered[] }

/** The same value with its keys in the order of the schema and without what is undefined. */
function inOrder(schema: Ordered, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => inOrder(schema.items ?? {}, item))
  if (typeof value !== 'object' || value === null || value instanceof MemberMention) return value
  const order = Object.keys(schema.properties ?? {})
  const rank = (key: string) => (order.includes(key) ? order.indexOf(key) : order.length)
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .toSorted(([a], [b]) => rank(a) - rank(b))
      .map(([key, inner]) => [key, inOrder(schema.properties?.[key] ?? {}, inner)]),
  )
}

/** Characters that a block of text can hold as they are; anything else is written in quotes, escaped. */
const printable =
  /^[\n\x20-\x7e\u00a1-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\ud7ff\ue000-\ufefe\uff00-\ufffc\u{10000}-\u{10ffff}]*$/u

const onOneLine = new Set(['tags', 'after', 'members', 'groups', 'assign', 'show', 'hide', 'default', 'value', 'from'])

function styled(yaml: Document): void {
  visit(yaml, {
    Scalar(_, node) {
      if (typeof node.value !== 'string') return
      if (!printable.test(node.value)) node.type = Scalar.QUOTE_DOUBLE
      // A block cannot tell a last line of spaces from none.
      else if (node.value.includes('\n') && !/[ \n]$|^\s|\n +\n/.test(node.value.slice(0, -1)))
        node.type = Scalar.BLOCK_LITERAL
      else if (node.value.includes('\n')) node.type = Scalar.QUOTE_DOUBLE
    },
    Pair(_, pair) {
      const key = keyOf(pair)
      const { value } = pair
      if ((isMap(value) || isSeq(value)) && onOneLine.has(key)) value.flow = true
      if (key === 'when' && isMap(value) && isLeaf(value)) value.flow = true
      if ((key === 'all' || key === 'any') && isSeq(value))
        for (const item of value.items) if (isMap(item) && isLeaf(item)) item.flow = true
    },
  })
  // A blank line before each part and each step, so that the eye finds them.
  if (!isMap(yaml.contents)) return
  for (const pair of yaml.contents.items) {
    const key = keyOf(pair)
    if (!['kickoff', 'milestones', 'steps', 'rules'].includes(key)) continue
    if (isScalar(pair.key)) pair.key.spaceBefore = true
    if ((key === 'steps' || key === 'rules') && isSeq(pair.value))
      for (const item of pair.value.items.slice(1)) (item as Node).spaceBefore = true
  }
}

const keyOf = ({ key }: Pair) => (isScalar(key) ? String(key.value) : '')
const isLeaf = (node: { has(key: unknown): boolean }) => node.has('field') || node.has('step')
