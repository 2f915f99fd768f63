import { Aws, Duration } from 'aws-cdk-lib'
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch'
import { FilterPattern, MetricFilter, QueryDefinition, QueryString, type IFilterPattern } from 'aws-cdk-lib/aws-logs'
import { Construct } from 'constructs'
import { alarm, type AlarmTopics } from '../alarms.ts'
import type { Stage } from '../stages.ts'
import { namespaceOf } from './business.ts'
import { LogGroups, type File } from './log-groups.ts'

export interface LogsProps {
  stage: Stage
  topics: AlarmTopics
  api: { environmentName: string }
  /** By the name of the worker. */
  workers: Map<string, { environmentName: string }>
}

/** nginx's line: address, name, user, [time], "request", status, bytes, "referrer", "agent", "forwarded". */
const requestWith = (status: string, request = 'request'): IFilterPattern =>
  FilterPattern.literal(`[address, name, user, time, ${request}, ${status}, bytes, referrer, agent, forwarded]`)

/**
 * Lines that are counted. The programs write JSON, but the instance puts its name and the time before it, so the words
 * are looked for as text and not as fields.
 */
const counted: Record<string, { file: File; pattern: IFilterPattern; of: 'api' | 'workers' | 'all'; label: string }> = {
  ProgramErrors: {
    file: 'program',
    pattern: FilterPattern.anyTerm('"level":"error"', '"level":"fatal"'),
    of: 'all',
    label: 'errors the programs log',
  },
  ProxyGaveUp: {
    file: 'requests',
    pattern: requestWith('status = 502 || status = 504'),
    of: 'api',
    label: 'requests the program did not answer (502, 504)',
  },
  SignInsRefused: {
    file: 'requests',
    pattern: requestWith('status = 401 || status = 429', 'request = "POST /api/v1/session *"'),
    of: 'api',
    label: 'sign-ins refused',
  },
  JobsRefused: {
    file: 'daemon',
    pattern: FilterPattern.allTerms('http-err'),
    of: 'workers',
    label: 'jobs that did not end with 200',
  },
}
export type Counted = keyof typeof counted

/** What the logs of the environments say, as numbers, alarms and saved questions. */
export class Logs extends Construct {
  readonly metrics = new Map<string, MetricFilter>()

  constructor(scope: Construct, id: string, props: LogsProps) {
    super(scope, id)
    const { stage, api, workers } = props
    const sources = [
      { name: 'api', kind: 'api', environmentName: api.environmentName, files: ['program', 'requests'] as File[] },
      ...[...workers].map(([name, { environmentName }]) => ({
        name,
        kind: 'workers',
        environmentName,
        files: ['program', 'daemon'] as File[],
      })),
    ]
    const groups = new LogGroups(this, 'Groups', { stage, of: sources })
    for (const [metricName, { file, pattern, of }] of Object.entries(counted)) {
      for (const { name, environmentName } of sources.filter(({ kind }) => of === 'all' || of === kind)) {
        // All environments count into one metric: each further one is paid, and the log tells whose line it is.
        const filter = new MetricFilter(this, `${metricName}-${name}`, {
          logGroup: groups.group(environmentName, name, file),
          filterPattern: pattern,
          metricNamespace: namespaceOf(stage),
          metricName,
        })
        groups.before(filter)
        if (!this.metrics.has(metricName)) this.metrics.set(metricName, filter)
      }
    }
    this.#watch(props)
    this.#ask(groups, sources)
  }

  /** Lines of one kind, counted over a period. */
  metric(name: Counted, minutes: number) {
    return this.metrics.get(name)!.metric({
      statistic: 'Sum',
      period: Duration.minutes(minutes),
      label: counted[name]!.label,
    })
  }

  #watch({ topics }: LogsProps): void {
    const common = { severity: 'warning', topics, missing: TreatMissingData.NOT_BREACHING } as const
    alarm(this, 'ProgramsLogErrors', {
      ...common,
      metric: this.metric('ProgramErrors', 5),
      threshold: 10,
      breaching: 2,
      of: 2,
      says: 'The programs log more errors than somebody should have to find by chance.',
      runbook: 'program-errors',
    })
    alarm(this, 'ProxyGivesUp', {
      ...common,
      metric: this.metric('ProxyGaveUp', 5),
      threshold: 20,
      breaching: 2,
      of: 3,
      says: 'Instances of the api hang up or keep silent: their own proxies answer for them.',
      runbook: 'api-errors',
    })
    alarm(this, 'ManySignInsRefused', {
      ...common,
      metric: this.metric('SignInsRefused', 5),
      threshold: 100,
      breaching: 2,
      of: 3,
      says: 'Far more sign-ins are refused than people mistype: somebody tries passwords.',
      runbook: 'sign-ins-refused',
    })
    alarm(this, 'ManyJobsRefused', {
      ...common,
      metric: this.metric('JobsRefused', 15),
      threshold: 50,
      breaching: 2,
      of: 2,
      says: 'Jobs fail again and again; they come back until they end among the dead letters.',
      runbook: 'job-errors',
    })
  }

  /** Questions ready to be asked of the logs, in the folder of this stack. */
  #ask(groups: LogGroups, sources: { name: string; environmentName: string; files: File[] }[]): void {
    const of = (file: File) =>
      sources
        .filter(({ files }) => files.includes(file))
        .map(({ name, environmentName }) => groups.group(environmentName, name, file))
    const ask = (id: string, title: string, file: File, query: ConstructorParameters<typeof QueryString>[0]) => {
      const made = new QueryDefinition(this, id, {
        queryDefinitionName: `${Aws.STACK_NAME}/${title}`,
        logGroups: of(file),
        queryString: new QueryString(query),
      })
      groups.before(made)
    }
    ask('AskErrors', 'Errors, newest first', 'program', {
      fields: ['@timestamp', '@message', '@logStream'],
      filterStatements: ['@message like /"level":"(error|fatal)"/'],
      sort: '@timestamp desc',
      limit: 100,
    })
    ask('AskErrorKinds', 'Errors by kind', 'program', {
      parseStatements: ['@message /"msg":"(?<what>[^"]*)"/', '@message /"type":"(?<kind>[^"]*)"/'],
      filterStatements: ['@message like /"level":"(error|fatal)"/'],
      statsStatements: ['count(*) as times by what, kind'],
      sort: 'times desc',
      limit: 50,
    })
    ask('AskAbout', 'All about one process, task or organization (put its id in)', 'program', {
      fields: ['@timestamp', '@message', '@logStream'],
      filterStatements: ['@message like "put-the-id-here"'],
      sort: '@timestamp asc',
      limit: 500,
    })
    ask('AskRequests', 'Requests that failed, by address and answer', 'requests', {
      parseStatements: ['@message /"(?<method>[A-Z]+) (?<path>[^ ?"]+)[^"]*" (?<status>\\d{3}) /'],
      filterStatements: ['status >= 500'],
      statsStatements: ['count(*) as times by status, method, path'],
      sort: 'times desc',
      limit: 50,
    })
    ask('AskSignIns', 'Refused sign-ins by network address', 'requests', {
      parseStatements: ['@message /"POST (?<path>[^ ?"]+)[^"]*" (?<status>\\d{3}) .*"(?<forwarded>[^"]*)"$/'],
      filterStatements: ['path = "/api/v1/session"', 'status in ["401", "429"]'],
      statsStatements: ['count(*) as times by forwarded'],
      sort: 'times desc',
      limit: 50,
    })
    ask('AskJobs', 'Jobs that failed, as the daemon saw it', 'daemon', {
      fields: ['@timestamp', '@message', '@logStream'],
      filterStatements: ['@message like /http-err/'],
      sort: '@timestamp desc',
      limit: 100,
    })
  }
}
