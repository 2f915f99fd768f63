import { type Condition, type Rule, valueKindOf } from '@baton/engine'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { usePeople } from '../../../lib/people.ts'
import { useZone } from '../../../lib/session.ts'
import { exactTime, longDate } from '../../../lib/time.ts'
import { comparedPart } from './document/rule-operations.ts'
import { useSubjects } from './use-subjects.ts'

/** A rule as one reads it: "Show **Legal review** when **Amount** is over **10,000**". */
export function RuleSentence({ rule }: { rule: Rule }) {
  const { t } = useTranslation('editor')
  const subjects = useSubjects()
  const people = usePeople()
  const zone = useZone()

  const valueOf = (condition: Extract<Condition, { field: string }>): string => {
    const { value } = condition
    if (value === undefined) return '…'
    const field = subjects.field(condition.field)
    const compared = field && comparedPart(field, condition.column)
    const word = (one: string | number): string => {
      if (typeof one === 'number')
        return new Intl.NumberFormat(zone.locale).format(one) + (compared?.currency ? ` ${compared.currency}` : '')
      if (compared?.type === 'people') return people.nameOf(one)
      if (compared?.type === 'date') return longDate(one, zone)
      if (compared?.type === 'date_time') return exactTime(one, zone)
      return compared?.options?.find(({ id }) => id === one)?.label ?? one
    }
    return Array.isArray(value) ? value.map(word).join(', ') : word(value)
  }
  const conditionWords = (condition: Condition, nested: boolean): ReactNode => {
    if ('step' in condition) {
      return (
        <>
          <b>{subjects.step(condition.step)?.title || condition.step}</b> {t(`outcome.${condition.is}`)}
        </>
      )
    }
    if ('field' in condition) {
      const field = subjects.field(condition.field)
      const column =
        condition.column === undefined
          ? undefined
          : (field?.columns?.find(({ id }) => id === condition.column)?.label ?? condition.column)
      return (
        <>
          <b>{field?.label || condition.field}</b>
          {column !== undefined && (
            <>
              {' '}
              › <b>{column}</b>
            </>
          )}{' '}
          {t(`operator.${condition.is}`)}
          {valueKindOf(condition.is) !== 'none' && (
            <>
              {' '}
              <b>{valueOf(condition)}</b>
            </>
          )}
        </>
      )
    }
    const parts = 'all' in condition ? condition.all : condition.any
    const words = parts.map((part, index) => (
      <Fragment key={index}>
        {index > 0 && ` ${t('all' in condition ? 'rule.and' : 'rule.or')} `}
        {conditionWords(part, parts.length > 1)}
      </Fragment>
    ))
    return nested && parts.length > 1 ? <>({words})</> : words
  }
  return (
    <span>
      {rule.then.map((action, index) => {
        const target = 'show' in action ? action.show : action.hide
        const name =
          'step' in target
            ? subjects.step(target.step)?.title || target.step
            : subjects.field(target.field)?.label || target.field
        const before = rule.then[index - 1]
        const verb = 'show' in action ? 'show' : 'hide'
        return (
          <Fragment key={index}>
            {index > 0 && ` ${t('rule.and')} `}
            {(!before || !(verb in before)) && `${t(index === 0 ? `rule.${verb}` : `rule.${verb}Next`)} `}
            <b>{name}</b>
          </Fragment>
        )
      })}{' '}
      {t('rule.when')} {conditionWords(rule.when, false)}
    </span>
  )
}
