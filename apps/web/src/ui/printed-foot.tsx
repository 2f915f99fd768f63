import { useTranslation } from 'react-i18next'
import { useMe, useZone } from '../lib/session.ts'
import { exactTime } from '../lib/time.ts'
import { usePrinting } from '../lib/use-printing.ts'

/** At the end of what is printed: whose it is, and when and by whom it was printed. */
export function PrintedFoot() {
  return usePrinting() ? <Foot /> : null
}

function Foot() {
  const { t } = useTranslation()
  const { organization, member } = useMe()
  const zone = useZone()
  return (
    <p className="printed-foot print-only">
      {t('printed', {
        organization: organization.name,
        name: member.name,
        time: exactTime(new Date().toISOString(), zone),
      })}
    </p>
  )
}
