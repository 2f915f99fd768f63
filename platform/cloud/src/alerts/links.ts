import type { Alert } from './alert.ts'

/** What the router knows of where it stands. */
export interface Surroundings {
  stage: string
  region: string
  /** Address of the repository's files, ending with a slash; runbooks are linked below it. */
  repository?: string
  /** Address of the dashboard that shows most. */
  dashboard?: string
}

export interface Link {
  href: string
  text: string
}

/** Where to go from an alert: what to do, what it looks like, where it comes from. */
export const linksOf = (alert: Alert, { repository, dashboard }: Surroundings): Link[] => [
  ...(alert.runbook && repository ? [{ href: encodeURI(`${repository}${alert.runbook}`), text: 'Runbook' }] : []),
  ...(dashboard ? [{ href: dashboard, text: 'Dashboard' }] : []),
  ...(alert.console ? [{ href: alert.console, text: 'Console' }] : []),
]
