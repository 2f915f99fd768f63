import { Duration } from 'aws-cdk-lib'
import {
  AlarmStatusWidget,
  GraphWidget,
  LegendPosition,
  TextWidget,
  type Alarm,
  type IAlarm,
  type IMetric,
  type IWidget,
} from 'aws-cdk-lib/aws-cloudwatch'
import type { Stage } from '../../stages.ts'

/** One side of a console's page: what belongs together, row by row. */
export interface Section {
  title: string
  rows: IWidget[][]
}

interface Graph {
  title: string
  /** Read on the left axis, from zero. */
  left: IMetric[]
  right?: IMetric[]
  /** What the left axis counts. */
  unit?: string
  /** A line with its words, such as the threshold of an alarm. */
  line?: { value: number; label: string }
  stacked?: boolean
  /** Where its metrics and expressions are asked for; that of the stack when absent. */
  region?: string
}

/** Graphs are a third of a page wide; three make a row. */
export const graph = ({ title, left, right, unit, line, stacked, region }: Graph): GraphWidget =>
  new GraphWidget({
    title,
    left,
    right,
    stacked,
    region,
    leftYAxis: { min: 0, label: unit, showUnits: false },
    ...(right && { rightYAxis: { min: 0, showUnits: false } }),
    leftAnnotations: line ? [line] : undefined,
    legendPosition: LegendPosition.BOTTOM,
    period: Duration.minutes(1),
    width: 8,
    height: 6,
  })

/** The state of alarms, in as many rows as they need. */
export const states = (title: string, alarms: IAlarm[]): AlarmStatusWidget =>
  new AlarmStatusWidget({ title, alarms, width: 24, height: Math.max(2, Math.ceil(alarms.length / 4) + 1) })

/** Words with links to the runbooks that the alarms of a page name. */
export function words(stage: Stage, text: string, alarms: readonly Alarm[]): TextWidget {
  const { owner, repository, branch } = stage.delivery
  const base = `https://github.com/${owner}/${repository}/blob/${branch}/docs/runbooks/`
  const links = runbooksOf(alarms).map((name) => `[${name}](${base}${name}.md)`)
  return new TextWidget({
    markdown: `${text}\n\nRunbooks: ${[...links, `[all](${base}README.md)`].join(' · ')}`,
    width: 24,
    height: 3,
  })
}

/** Names of the runbooks that alarms point to, each once. */
export const runbooksOf = (alarms: readonly Alarm[]): string[] => [
  ...new Set(
    alarms.flatMap((alarm) => {
      const description = (alarm.node.defaultChild as { alarmDescription?: string } | undefined)?.alarmDescription
      return /^runbook: docs\/runbooks\/(\S+)\.md$/m.exec(description ?? '')?.[1] ?? []
    }),
  ),
]
