import { linkOptions } from '@tanstack/react-router'

/** Every link of the app. Spread into `<Link>` or give to `navigate`. */
export const paths = {
  signIn: () => linkOptions({ to: '/sign-in' }),
  tasks: () => linkOptions({ to: '/tasks' }),
  processes: () => linkOptions({ to: '/processes' }),
  process: (processId: string) => linkOptions({ to: '/processes/$processId', params: { processId } }),
  task: (processId: string, taskId: string) =>
    linkOptions({ to: '/processes/$processId/tasks/$taskId', params: { processId, taskId } }),
  templates: () => linkOptions({ to: '/templates' }),
  template: (templateId: string) => linkOptions({ to: '/templates/$templateId', params: { templateId } }),
  launch: () => linkOptions({ to: '/launch' }),
  launchOf: (templateId: string) => linkOptions({ to: '/launch/$templateId', params: { templateId } }),
  people: () => linkOptions({ to: '/people' }),
  settings: () => linkOptions({ to: '/settings/{-$section}' }),
  settingsSection: (section: string) => linkOptions({ to: '/settings/{-$section}', params: { section } }),
  outbox: () => linkOptions({ to: '/outbox' }),
}

/** Where a file of an answer is downloaded from. */
export const fileAddress = (fileId: string) => `/api/v1/files/${encodeURIComponent(fileId)}`
