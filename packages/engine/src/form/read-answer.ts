import { own } from '../own.ts'
import type { Column, Field, FieldType } from '../template/fields.ts'
import type { Answer, FileAnswer, TableRow } from './answers.ts'
import { instantFrom, isDate } from './dates.ts'
import { type AnswerFault, fault, shown } from './finding.ts'

/**
 * An answer as it is stored, or nothing when it is empty. `rows`: for tables, the place that each kept row had in what
 * was sent, because empty rows are dropped and findings speak of what was sent.
 */
export type ReadAnswer = { answer?: Answer; rows?: number[]; faults: AnswerFault[] }

/** Characters that any text may have, drafts included. */
const longest = 30_000
const mostItems = 500
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

const wrongType = (wanted: string, found: unknown, path = ''): ReadAnswer => ({
  faults: [fault('wrong_type', `Wanted ${wanted}; found ${shown(found)}.`, { wanted, found: shown(found) }, path)],
})
const taken = (answer: Answer | undefined): ReadAnswer => ({ answer, faults: [] })

/**
 * Reads one answer from anything at all: checks its shape and brings it into the stored form. Texts lose the space
 * around them, characters that cannot be stored and, on one line, line ends; ticked options come in the order of the
 * options; instants are in UTC; '' , [] and null are empty. What the field demands beyond that is `checkAnswer`'s.
 */
export function readAnswer(field: Field, raw: unknown): ReadAnswer {
  if (raw === undefined || raw === null) return taken(undefined)
  // Forms of browsers send '' for anything that was left empty.
  if (raw === '') return taken(undefined)
  switch (field.type) {
    case 'number':
    case 'currency':
      return readNumber(raw)
    case 'date':
      return isDate(raw) ? taken(raw) : notADate(raw, 'a date such as 2026-11-22')
    case 'date_time': {
      const instant = typeof raw === 'string' ? instantFrom(raw) : undefined
      return instant === undefined
        ? notADate(raw, 'a date and time with its zone, such as 2026-11-22T19:00:00Z')
        : taken(instant)
    }
    case 'dropdown':
    case 'radio':
      return typeof raw === 'string' && raw.length <= 200
        ? taken(storable(raw))
        : wrongType('the id of one option', raw)
    case 'checklist':
      return readIds(
        raw,
        'a list of ids of options',
        (id) => id.length <= 200,
        field.options?.map(({ id }) => id),
      )
    case 'people':
      return readIds(raw, 'a list of ids of members', (id) => idPattern.test(id))
    case 'file':
      return readFiles(raw)
    case 'table':
      return readTable(field, raw)
    default:
      return readText(raw, field.type)
  }
}

function readText(raw: unknown, type: FieldType): ReadAnswer {
  if (typeof raw !== 'string') return wrongType('a text', raw)
  if (raw.length > longest) {
    return {
      faults: [
        fault('too_long', `Wanted at most ${longest} characters; found ${raw.length}.`, {
          max: longest,
          found: raw.length,
        }),
      ],
    }
  }
  const text = (type === 'long_text' ? storable(raw) : storable(raw).replace(/\s*\n\s*/g, ' ')).trim()
  return taken(text === '' ? undefined : text)
}

/** PostgreSQL keeps neither NUL nor half a surrogate pair; other control characters only confuse who reads them. */
const storable = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(/(?![\t\n])\p{Cc}/gu, '')
    .toWellFormed()

function readNumber(raw: unknown): ReadAnswer {
  if (typeof raw !== 'number' || !Number.isFinite(raw)) return wrongType('a number', raw)
  // -0 is 0 to people and to JSON.
  return taken(raw === 0 ? 0 : raw)
}

const notADate = (raw: unknown, wanted: string): ReadAnswer =>
  typeof raw === 'string'
    ? { faults: [fault('not_a_date', `Wanted ${wanted}; found ${shown(raw)}.`, { found: shown(raw) })] }
    : wrongType(wanted, raw)

function readIds(raw: unknown, wanted: string, isId: (id: string) => boolean, order: string[] = []): ReadAnswer {
  if (!Array.isArray(raw) || raw.length > mostItems) return wrongType(wanted, raw)
  for (const [index, id] of raw.entries()) {
    if (typeof id !== 'string' || !isId(id)) return wrongType(wanted.replace('a list of ids', 'an id'), id, `/${index}`)
  }
  const ids = new Set((raw as string[]).map(storable))
  const known = order.filter((id) => ids.has(id))
  const answer = [...known, ...[...ids].filter((id) => !known.includes(id))]
  return taken(answer.length === 0 ? undefined : answer)
}

function readFiles(raw: unknown): ReadAnswer {
  if (!Array.isArray(raw) || raw.length > mostItems) return wrongType('a list of uploaded files', raw)
  const files: FileAnswer[] = []
  for (const [index, file] of raw.entries()) {
    if (!isFile(file)) return wrongType('an uploaded file with id, name, size and type', file, `/${index}`)
    if (files.some(({ id }) => id === file.id)) continue
    files.push({ id: file.id, name: storable(file.name), size: file.size, type: storable(file.type) })
  }
  return taken(files.length === 0 ? undefined : files)
}

function isFile(value: unknown): value is FileAnswer {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, size, type } = value as Partial<Record<keyof FileAnswer, unknown>>
  return (
    typeof id === 'string' &&
    idPattern.test(id) &&
    typeof name === 'string' &&
    name.length > 0 &&
    name.length <= 255 &&
    typeof size === 'number' &&
    Number.isSafeInteger(size) &&
    size >= 0 &&
    typeof type === 'string' &&
    type.length <= 255
  )
}

function readTable(field: Field, raw: unknown): ReadAnswer {
  if (!Array.isArray(raw) || raw.length > mostItems) return wrongType(`a list of at most ${mostItems} rows`, raw)
  const columns = field.columns ?? []
  const answer: TableRow[] = []
  const rows: number[] = []
  const faults: AnswerFault[] = []
  for (const [index, row] of raw.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      faults.push(...wrongType('a row of cells', row, `/${index}`).faults)
      continue
    }
    const cells: TableRow = {}
    // The columns' order, so that two equal rows look equal.
    for (const column of columns) {
      const read = readAnswer(asField(column), own(row, column.id))
      for (const found of read.faults) faults.push({ ...found, path: `/${index}/${column.id}${found.path}` })
      if (read.answer !== undefined) cells[column.id] = read.answer as string | number
    }
    for (const key of Object.keys(row)) {
      if (columns.some(({ id }) => id === key)) continue
      const known = columns.map(({ id }) => id).join(', ')
      faults.push(
        fault(
          'unknown_column',
          `There is no column “${key}”; there are ${known || 'none'}.`,
          { column: key },
          `/${index}/${pointer(key)}`,
        ),
      )
    }
    if (Object.keys(cells).length === 0) continue
    answer.push(cells)
    rows.push(index)
  }
  if (faults.length > 0) return { faults }
  return { answer: answer.length === 0 ? undefined : answer, rows, faults }
}

/** A column seen as a field of its own: cells are read and checked as answers are. */
export const asField = (column: Column): Field => ({ ...column, label: column.label })

/** A key as a part of a JSON Pointer. */
export const pointer = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
