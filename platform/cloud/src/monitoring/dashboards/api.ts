import { Duration } from 'aws-cdk-lib'
import { Metric, Stats, type Alarm } from 'aws-cdk-lib/aws-cloudwatch'
import { HttpCodeElb, HttpCodeTarget, type IApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2'
import { environmentMetric } from '../../api/alarms.ts'
import type { PartProps } from '../../part.ts'
import type { Logs } from '../logs.ts'
import { graph, states, words, type Section } from './widgets.ts'

export interface ApiView {
  environmentName: string
  balancer: IApplicationLoadBalancer
  /** Present where a firewall stands before it. */
  firewall?: unknown
}

/** How the api serves people. */
export function apiSection(
  { stage, place: { region } }: PartProps,
  api: ApiView,
  logs: Logs,
  alarms: Alarm[],
): Section {
  const { metrics } = api.balancer
  const sum = { statistic: 'Sum', period: Duration.minutes(1) }
  const time = (percent: number) =>
    metrics.targetResponseTime({
      statistic: Stats.percentile(percent),
      period: Duration.minutes(1),
      label: `p${percent}`,
    })
  const instances = (metricName: string, label: string) =>
    environmentMetric(api.environmentName, metricName).with({ label })
  const cpu = (metricName: string, label: string) =>
    environmentMetric(api.environmentName, metricName).with({ label, statistic: Stats.AVERAGE })
  return {
    title: 'Api',
    rows: [
      [
        words(
          stage,
          '**Api.** Times and errors are what the balancer sees. 5xx of the targets are the programs’ own; 5xx of the balancer are requests that no program answered. Instances by health are Beanstalk’s.',
          alarms,
        ),
      ],
      [states('Alarms', alarms)],
      [
        graph({
          title: 'Requests a minute',
          left: [metrics.requestCount({ ...sum, label: 'requests' })],
          right: [metrics.activeConnectionCount({ ...sum, label: 'connections' })],
        }),
        graph({
          title: 'Errors a minute',
          left: [
            metrics.httpCodeTarget(HttpCodeTarget.TARGET_4XX_COUNT, { ...sum, label: '4xx' }),
            metrics.httpCodeTarget(HttpCodeTarget.TARGET_5XX_COUNT, { ...sum, label: '5xx of the programs' }),
            metrics.httpCodeElb(HttpCodeElb.ELB_5XX_COUNT, { ...sum, label: '5xx of the balancer' }),
          ],
        }),
        graph({
          title: 'Time to answer',
          left: [time(50), time(90), time(99)],
          unit: 'seconds',
          line: { value: 1.5, label: 'too slow' },
        }),
      ],
      [
        graph({
          title: 'Instances by health',
          left: [
            instances('InstancesOk', 'ok'),
            instances('InstancesWarning', 'warning'),
            instances('InstancesDegraded', 'degraded'),
            instances('InstancesSevere', 'severe'),
            instances('InstancesPending', 'starting'),
          ],
          stacked: true,
        }),
        graph({
          title: 'Health of the environment',
          left: [environmentMetric(api.environmentName, 'EnvironmentHealth').with({ label: '0 ok … 25 severe' })],
          line: { value: 20, label: 'degraded' },
        }),
        graph({
          title: 'CPU',
          left: [cpu('CPUUser', 'programs'), cpu('CPUSystem', 'system'), cpu('CPUIowait', 'waits for its disk')],
          unit: '%',
          stacked: true,
        }),
      ],
      [
        graph({
          title: 'Requests the programs did not answer, errors they log',
          left: [logs.metric('ProxyGaveUp', 5), logs.metric('ProgramErrors', 5)],
        }),
        graph({ title: 'Sign-ins refused in five minutes', left: [logs.metric('SignInsRefused', 5)] }),
        graph({
          title: api.firewall ? 'Turned away by the firewall' : 'Connections turned away',
          left: api.firewall
            ? [blocked(region, 'ALL', 'all'), blocked(region, 'one-address', 'floods of one address')]
            : [metrics.rejectedConnectionCount({ ...sum, label: 'connections' })],
        }),
      ],
    ],
  }
}

/** What the firewall blocked, by the names that its rules give to their numbers. */
const blocked = (region: string, rule: string, label: string): Metric =>
  new Metric({
    namespace: 'AWS/WAFV2',
    metricName: 'BlockedRequests',
    dimensionsMap: { Region: region, WebACL: 'firewall', Rule: rule },
    statistic: 'Sum',
    period: Duration.minutes(1),
    label,
  })
