import { IconChecklist, IconLayoutList, IconTemplate, IconUsers } from '@tabler/icons-react'
import { paths } from '../paths.ts'

/** The places of the app, in order. `label` stands under `nav.` in the common catalogue. */
export const navItems = [
  { label: 'tasks', icon: IconChecklist, link: paths.tasks(), keys: 'g t' },
  { label: 'processes', icon: IconLayoutList, link: paths.processes(), keys: 'g p' },
  { label: 'templates', icon: IconTemplate, link: paths.templates(), keys: 'g m' },
  { label: 'people', icon: IconUsers, link: paths.people(), keys: 'g o' },
] as const
