import { Duration } from 'aws-cdk-lib'
import { Dashboard, PeriodOverride, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch'
import type { IFunction } from 'aws-cdk-lib/aws-lambda'
import type { Construct, IConstruct } from 'constructs'
import type { AlarmTopics } from '../alarms.ts'
import type { Database } from '../database/database.ts'
import { Part, type PartProps } from '../part.ts'
import { apiSection, type ApiView } from './dashboards/api.ts'
import { businessSection } from './dashboards/business.ts'
import { costSection } from './dashboards/cost.ts'
import { databaseSection } from './dashboards/database.ts'
import { queuesSection, type QueuePairs } from './dashboards/queues.ts'
import type { Section } from './dashboards/widgets.ts'
import { workerSection, type Workers } from './dashboards/worker.ts'
import { Changes } from './changes.ts'
import { Logs } from './logs.ts'
import { alarmsOf, namedAlarms, together } from './together.ts'
import { watchBusiness, watchPeople } from './watch.ts'

/** The parts that are watched, as far as this looks at them. Their alarms are found in them. */
export interface MonitoringProps extends PartProps {
  topics: AlarmTopics
  api: ApiView & IConstruct
  worker: { environments: Workers } & IConstruct
  database: Database
  queues: { of: QueuePairs } & IConstruct
  web: IConstruct
  /** Called each minute, day and night. */
  router: IFunction
}

/**
 * What is looked at, and what ties alarms together. An alarm is born beside its resource; here are those that belong to
 * no single one, the groups of alarms that are one trouble for people, and the pages.
 */
export class Monitoring extends Part {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id, props, 'Monitoring: pages, groups of alarms, what logs say')
    const { stage } = this
    const { topics, api, worker, database, queues, web } = props
    const logs = new Logs(this, 'Logs', { stage, topics, api, workers: worker.environments })
    const business = watchBusiness(this, stage, topics)
    const people = watchPeople(this, stage, api.balancer, topics)
    this.#group(props)

    const inLogs = (...names: string[]): Alarm[] => namedAlarms(logs, names)
    this.#show([
      businessSection(stage, business),
      apiSection(props, api, logs, [
        ...people,
        ...alarmsOf(web),
        ...alarmsOf(api),
        ...inLogs('ProgramsLogErrors', 'ProxyGivesUp', 'ManySignInsRefused'),
      ]),
      workerSection(stage, worker.environments, logs, [...alarmsOf(worker), ...inLogs('ManyJobsRefused')]),
      databaseSection(stage, database.series, alarmsOf(database)),
      queuesSection(stage, queues.of, alarmsOf(queues)),
      costSection(stage),
    ])
  }

  /**
   * The groups. Told even while things change, because no deployment may cause them: most requests fail, the balancer
   * turns people away, the volume of the database is nearly full, a job lies among the dead letters.
   */
  #group({ topics, api, worker, database, queues, router }: MonitoringProps): void {
    const beat = router.metricInvocations({ period: Duration.minutes(1), statistic: 'Sum' })
    const { suppressor } = new Changes(this, 'Changes', this.stage, beat)
    const common = { suppressor, topics }
    together(this, 'PeopleFeelTheApi', {
      ...common,
      of: namedAlarms(api, ['TooManyErrors', 'TooSlow', 'NotWell']),
      severity: 'critical',
      says: 'People feel the api: requests fail, are slow, or Beanstalk sees it degraded.',
      runbook: 'api-affects-people',
    })
    together(this, 'WorkStandsStill', {
      ...common,
      of: [...namedAlarms(queues, ['WaitsTooLong', 'PilesUp']), ...namedAlarms(worker, ['NotWell'])],
      severity: 'critical',
      says: 'Work stands still or comes late: mail, webhooks and notices wait.',
      runbook: 'work-stands-still',
    })
    together(this, 'DatabaseInDanger', {
      ...common,
      of: namedAlarms(database, ['CpuHigh', 'ConnectionsHigh', 'MemoryLow']),
      severity: 'critical',
      says: 'The database is at its limit: pages become slow first, then requests fail.',
      runbook: 'database-in-danger',
    })
  }

  /** A page for each section; all on one page where a stage must cost little, since each page is paid. */
  #show(sections: Section[]): void {
    const page = (id: string, widgets: IWidget[][]) =>
      new Dashboard(this, id, { widgets, periodOverride: PeriodOverride.INHERIT })
    if (this.stage.critical) for (const { title, rows } of sections) page(`${title}Page`, rows)
    else
      page(
        'Page',
        sections.flatMap(({ rows }) => rows),
      )
  }
}
