import type { Field, FieldType } from '../template/fields.ts'

/** What every field has, whatever its type. */
const common = ['id', 'type', 'label', 'help', 'required', 'hidden'] as const satisfies readonly (keyof Field)[]
export type FieldSetting = Exclude<keyof Field, (typeof common)[number]>

const oneLine = ['placeholder', 'default', 'minLength', 'maxLength'] as const

const table = {
  short_text: [...oneLine, 'pattern', 'patternHint'],
  long_text: oneLine,
  number: ['placeholder', 'default', 'min', 'max', 'decimals'],
  currency: ['placeholder', 'default', 'min', 'max', 'currency'],
  date: ['default', 'earliest', 'latest'],
  date_time: ['default', 'earliest', 'latest'],
  dropdown: ['placeholder', 'default', 'options'],
  radio: ['default', 'options'],
  checklist: ['default', 'options', 'must'],
  email: ['placeholder', 'default'],
  url: ['placeholder', 'default'],
  phone: ['placeholder', 'default'],
  file: ['maxItems', 'maxSizeMb'],
  table: ['columns', 'minRows', 'maxRows'],
  people: ['default', 'maxItems'],
} satisfies Record<FieldType, readonly FieldSetting[]>

/** The settings that fields of this type read beyond those that all fields have. */
export const settingsOf = (type: FieldType): readonly FieldSetting[] => table[type]

/** Settings of the field that its type does not read. */
export const unreadSettings = (field: Field): FieldSetting[] => {
  const read = new Set<string>([...common, ...settingsOf(field.type)])
  return (Object.keys(field) as (keyof Field)[]).filter(
    (key): key is FieldSetting => !read.has(key) && field[key] !== undefined,
  )
}
