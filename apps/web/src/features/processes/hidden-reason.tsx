import type { ProcessView } from '@baton/contract'
import { type Definition, explainVisibility, factsOf, type Process } from '@baton/engine'
import { useTranslation } from 'react-i18next'
import { conditionWords } from '../../lib/condition-words.ts'
import { usePeople } from '../../lib/people.ts'
import { useZone } from '../../lib/session.ts'

/** Why a step is not there, in the words of the rules that speak of it. */
export function HiddenReason({
  process,
  definition,
  stepId,
  fill,
}: {
  process: ProcessView
  definition: Definition
  stepId: string
  /** Fills the variables of titles that the rules speak of. */
  fill: (text: string) => string
}) {
  const { t } = useTranslation(['processes', 'common'])
  const { t: common } = useTranslation()
  const zone = useZone()
  const { nameOf } = usePeople()
  const { because } = explainVisibility(definition, factsOf(process as Process), { step: stepId })
  const words = (effect: 'show' | 'hide') =>
    because
      .filter((one) => one.effect === effect && (effect === 'show' || one.holds))
      .map(({ rule }) => fill(conditionWords(rule.when, definition, { ...zone, personName: nameOf }, common)))
  const hiding = words('hide')
  if (hiding.length > 0) return <>{t('hidden.because', { condition: hiding.join(` ${common('rule.or')} `) })}</>
  const showing = words('show')
  if (showing.length > 0) return <>{t('hidden.onlyWhen', { condition: showing.join(` ${common('rule.or')} `) })}</>
  return <>{t('hidden.always')}</>
}
