import type { Answer, AnswersInput, Field } from '@baton/engine'
import { memberNames, type Directory } from '@baton/importers'
import { CliError, exitCodes } from './failures.ts'

/**
 * Answers from `field=value` words, read as the type of each field has it: numbers, options by id or label, people by
 * e-mail, several ones with commas. Files and tables need `--answers`. The server checks the rest.
 * @throws CliError that names the word
 */
export function answersFrom(words: readonly string[], fields: readonly Field[], directory: Directory): AnswersInput {
  return Object.fromEntries(
    words.map((word) => {
      const [, id = '', text = ''] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? []
      const field = fields.find((each) => each.id === id.trim())
      if (!field)
        throw new CliError(
          exitCodes.usage,
          `Wanted field=value with a field out of ${fields.map((each) => each.id).join(', ') || 'none'}, found “${word}”.`,
        )
      return [field.id, answerFrom(field, text, directory)]
    }),
  )
}

function answerFrom(field: Field, text: string, directory: Directory): Answer {
  const refuse = (wanted: string): never => {
    throw new CliError(exitCodes.usage, `“${field.id}” wants ${wanted}, found “${text}”.`)
  }
  const option = (word: string) =>
    field.options?.find(({ id, label }) => id === word || label.toLowerCase() === word.toLowerCase())?.id ??
    refuse(`one of ${field.options?.map(({ id }) => id).join(', ')}`)
  const several = text
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  switch (field.type) {
    case 'number':
    case 'currency':
      return text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : refuse('a number such as 1250.50')
    case 'dropdown':
    case 'radio':
      return option(text.trim())
    case 'checklist':
      return several.map(option)
    case 'people': {
      const { idOf } = memberNames(directory)
      return several.map((email) => idOf(email) ?? refuse('e-mail addresses of members'))
    }
    case 'date_time':
      return Number.isNaN(Date.parse(text))
        ? refuse('a time such as 2026-11-22T17:00:00+01:00')
        : new Date(text).toISOString()
    case 'file':
    case 'table':
      return refuse('--answers with a file: it cannot be written in one word')
    default:
      return text
  }
}
