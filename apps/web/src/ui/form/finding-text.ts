import type { Field, Finding } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { useZone } from '../../lib/session.ts'
import { longDate } from '../../lib/time.ts'
import { writeDay, writeMoment } from '../dates/typed.ts'
import { writeNumber } from './typed-number.ts'

/** A finding about an answer, in the reader's language; cells say where they stand. */
export function useFindingText(): (finding: Finding, field: Field | undefined) => string {
  const { t } = useTranslation()
  const { locale } = useZone()
  return (finding, field) => {
    const text = t(`faults.${finding.code}`, {
      ...inWords(finding.values, locale),
      ...(finding.code.startsWith('unread_') && { example: exampleOf(finding.code, locale) }),
      count: Number(finding.values?.min ?? finding.values?.max ?? finding.values?.missing ?? 0),
      defaultValue: finding.message,
    })
    const [row, columnId] = finding.path.split('/').slice(3)
    const column = field?.type === 'table' && field.columns?.find(({ id }) => id === columnId)
    return column ? t('faults.inCell', { column: column.label, row: Number(row) + 1, text }) : text
  }
}

/** Numbers and days as the reader writes them. */
const inWords = (values: Finding['values'] = {}, locale: string) =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'number'
        ? writeNumber(value, locale)
        : name === 'earliest' || name === 'latest'
          ? longDate(value, { locale })
          : value,
    ]),
  )

/** Something that can be read, in the reader's locale. */
function exampleOf(code: string, locale: string): string {
  if (code === 'unread_number') return writeNumber(1234.5, locale)
  const lastDay = `${new Date().getFullYear()}-12-31`
  return code === 'unread_date' ? writeDay(lastDay, locale) : writeMoment(`${lastDay}T17:00`, locale)
}

/** The field that a finding is about; undefined when it is about something else. */
export const fieldOf = ({ path }: Finding): string | undefined => /^\/answers\/([^/]+)/.exec(path)?.[1]
