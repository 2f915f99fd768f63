import { IconAlertTriangle } from '@tabler/icons-react'
import { useEditor } from './editor-context.ts'
import { useFaultText } from './fault-text.ts'
import type { Place } from './finding-places.ts'
import classes from './panel.module.css'

/** The findings that belong here, beside their place. */
export function Faults({ where }: { where: (place: Place, path: string) => boolean }) {
  const { findings } = useEditor()
  const words = useFaultText()
  const here = findings.filter(({ finding, place }) => where(place, finding.path))
  if (here.length === 0) return null
  return (
    <ul className={classes.faults}>
      {here.map(({ finding }) => (
        <li key={finding.path + finding.code}>
          <IconAlertTriangle size={14} aria-hidden />
          <span>{words(finding)}</span>
        </li>
      ))}
    </ul>
  )
}
