import type { Severity } from './alert.ts'
import { objectIn } from './json.ts'
import type { Surroundings } from './links.ts'

/** What the function is told by its environment. */
export interface AlertSettings {
  table: string
  secretArn: string
  mailTopicArn: string
  topics: Record<string, Severity>
  surroundings: Surroundings
  pagerdutyUrl: string
}

/** Names of the variables, shared with the stack that sets them. */
export const alertSettingNames = {
  table: 'ALERT_TABLE',
  secretArn: 'ALERT_SECRET_ARN',
  mailTopicArn: 'ALERT_MAIL_TOPIC_ARN',
  /** JSON: each severity to the ARN of its topic. */
  topics: 'ALERT_TOPICS',
  stage: 'ALERT_STAGE',
  repository: 'ALERT_REPOSITORY',
  dashboard: 'ALERT_DASHBOARD',
  pagerdutyUrl: 'ALERT_PAGERDUTY_URL',
  region: 'AWS_REGION',
} as const

/** @throws Error that names every variable that is missing or wrong */
export function readAlertSettings(environment: Readonly<Record<string, string | undefined>>): AlertSettings {
  const faults: string[] = []
  const needed = (name: string) => environment[name] || void faults.push(`${name} is missing`) || ''
  const given = objectIn(environment[alertSettingNames.topics] ?? '')
  const topics = Object.entries(given ?? {}).map(([severity, arn]) => [arn, severity])
  if (!given || topics.some(([arn, severity]) => typeof arn !== 'string' || !isSeverity(severity))) {
    faults.push(
      `${alertSettingNames.topics} must be a JSON object from critical, warning and info to the ARN of a topic`,
    )
  }
  const settings: AlertSettings = {
    table: needed(alertSettingNames.table),
    secretArn: needed(alertSettingNames.secretArn),
    mailTopicArn: needed(alertSettingNames.mailTopicArn),
    topics: Object.fromEntries(topics) as Record<string, Severity>,
    surroundings: {
      stage: needed(alertSettingNames.stage),
      region: needed(alertSettingNames.region),
      repository: environment[alertSettingNames.repository] || undefined,
      dashboard: environment[alertSettingNames.dashboard] || undefined,
    },
    pagerdutyUrl: environment[alertSettingNames.pagerdutyUrl] || 'https://events.pagerduty.com',
  }
  if (faults.length > 0) throw new Error(`The alert router cannot start: ${faults.join('; ')}.`)
  return settings
}

const isSeverity = (value: unknown): value is Severity =>
  value === 'critical' || value === 'warning' || value === 'info'
