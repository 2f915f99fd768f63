import type { Field, Finding } from '@baton/engine'
import { useTranslation } from 'react-i18next'

/** A finding about an answer, in the reader's language; cells say where they stand. */
export function useFindingText(): (finding: Finding, field: Field | undefined) => string {
  const { t } = useTranslation()
  return (finding, field) => {
    const text = t(`faults.${finding.code}`, {
      ...finding.values,
      count: Number(finding.values?.min ?? finding.values?.max ?? finding.values?.missing ?? 0),
      defaultValue: finding.message,
    })
    const [row, columnId] = finding.path.split('/').slice(3)
    const column = field?.type === 'table' && field.columns?.find(({ id }) => id === columnId)
    return column ? t('faults.inCell', { column: column.label, row: Number(row) + 1, text }) : text
  }
}

/** The field that a finding is about; undefined when it is about something else. */
export const fieldOf = ({ path }: Finding): string | undefined => /^\/answers\/([^/]+)/.exec(path)?.[1]
