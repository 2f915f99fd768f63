import { type FieldType, fieldTypes, type StepType } from '@baton/engine'
import {
  IconAlignLeft,
  IconAt,
  IconCalendar,
  IconCalendarClock,
  IconCircleCheck,
  IconCircleDot,
  IconClockPause,
  IconCoin,
  IconCursorText,
  IconLink,
  IconListCheck,
  IconMail,
  IconPaperclip,
  IconPhone,
  IconSelect,
  IconSquareCheck,
  IconTable,
  IconUsers,
  IconNumber123,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import { useTranslation } from 'react-i18next'

type Icon = ComponentType<{ size?: number; 'aria-hidden'?: boolean }>

const fields: Record<FieldType, Icon> = {
  short_text: IconCursorText,
  long_text: IconAlignLeft,
  number: IconNumber123,
  currency: IconCoin,
  date: IconCalendar,
  date_time: IconCalendarClock,
  dropdown: IconSelect,
  radio: IconCircleDot,
  checklist: IconListCheck,
  email: IconAt,
  url: IconLink,
  phone: IconPhone,
  file: IconPaperclip,
  table: IconTable,
  people: IconUsers,
}
const steps: Record<StepType, Icon> = {
  task: IconSquareCheck,
  approval: IconCircleCheck,
  expiring: IconClockPause,
  email: IconMail,
}

export function FieldIcon({ type, size = 16 }: { type: FieldType; size?: number }) {
  const Mark = fields[type]
  return <Mark size={size} aria-hidden />
}
export function StepIcon({ type, size = 16 }: { type: StepType; size?: number }) {
  const Mark = steps[type]
  return <Mark size={size} aria-hidden />
}

/** All field types, for a menu to choose from. */
export function useFieldTypeItems() {
  const { t } = useTranslation('editor')
  return fieldTypes.map((type) => ({ value: type, label: t(`fieldType.${type}`), icon: <FieldIcon type={type} /> }))
}
