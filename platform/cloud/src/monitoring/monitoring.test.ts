import { describe, expect, test } from 'vitest'
import { readdirSync, readFileSync } from 'node:fs'
import { cloud } from '@baton/runtime'
import { diagnose } from '../validator.ts'
import { onlyOf, resourcesOf, synthesized, templateOf } from '../testing.ts'
import type { Resource, Synthesized } from '../synth.ts'
import { Linked } from '../checks/linked.ts'
import { alarmsHaveRunbooks } from '../checks/rules/alarms.ts'
import { alarmsIn, readRule } from './evaluate/rule.ts'
import { updateWindow } from './update-window.ts'

const regions = ['eu-central-1', 'us-east-1', 'ap-southeast-2']
const names = ['staging', 'production']
const runbooks = new URL('../../../../docs/runbooks/', import.meta.url)

/** All resources of a type in all templates. */
const everywhere = (cloudOf: Synthesized, type: string): (Resource & { id: string })[] =>
  [...cloudOf.templates.values()].flatMap((template) => resourcesOf(template, type))

describe.each(names)('monitoring of %s', (name) => {
  test.each(regions)('is sound in %s', (region) => {
    const template = templateOf(synthesized(name, region), 'monitoring')
    const found = diagnose('monitoring', template).filter(
      ({ severity }) => severity === 'ERROR' || severity === 'FATAL',
    )
    expect(found).toEqual([])
    expect(JSON.stringify(template)).not.toMatch(/arn:aws:/)
  })

  test('an alarm that is told by a group goes to nobody’s pager by itself', () => {
    const linked = new Linked(synthesized(name))
    const groups = linked
      .of('AWS::CloudWatch::CompositeAlarm')
      .filter(({ properties }) => properties['ActionsSuppressor'])
    expect(groups).toHaveLength(3)
    for (const { properties } of groups) {
      expect(properties).toMatchObject({ ActionsSuppressorWaitPeriod: 180, ActionsSuppressorExtensionPeriod: 360 })
      expect(String(properties['AlarmActions'])).toContain('/Critical')
      expect(properties).not.toHaveProperty('AlarmName')
    }
    const told = new Set(groups.flatMap(({ properties }) => alarmsIn(readRule(String(properties['AlarmRule'])))))
    expect(told.size).toBeGreaterThanOrEqual(9)
    const alarms = linked.of('AWS::CloudWatch::Alarm').filter(({ stack, id }) => told.has(`{${stack}/${id}.Arn}`))
    expect(alarms).toHaveLength(told.size)
    for (const { id, properties } of alarms) {
      const { AlarmActions, OKActions, AlarmDescription } = properties
      for (const actions of [AlarmActions, OKActions]) expect(String(actions), id).toMatch(/^\{[^}]*\/Info[^}]*\}$/)
      expect(AlarmDescription).toContain('severity: info')
    }
  })

  test('all alarms keep to the rules: a runbook that exists, and somebody who is told', () => {
    const all = synthesized(name)
    const checked = { ...all, linked: new Linked(all), stages: [all.stage], today: new Date() }
    expect(alarmsHaveRunbooks(checked)).toEqual([])
  })

  test('the window in which alarms are silent is that in which Beanstalk updates', () => {
    const all = synthesized(name)
    const { day, hour, start } = updateWindow(all.stage)
    const settings = everywhere(all, 'AWS::ElasticBeanstalk::Environment').flatMap(
      ({ Properties }) => Properties?.['OptionSettings'] as { OptionName: string; Value: unknown }[],
    )
    const starts = settings.filter(({ OptionName }) => OptionName === 'PreferredStartTime')
    expect(new Set(starts.map(({ Value }) => Value))).toEqual(new Set([start]))
    expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][day - 1]).toBe(start.slice(0, 3))
    expect(Number(start.slice(4, 6))).toBe(hour)
  })

  test('the worker that does schedules posts numbers to the namespace of its stage, and to no other', () => {
    const all = synthesized(name)
    const template = templateOf(all, 'worker')
    const posting = resourcesOf(template, 'AWS::ElasticBeanstalk::Environment').filter(({ Properties }) =>
      JSON.stringify(Properties).includes('CLOUD_METRICS_NAMESPACE'),
    )
    expect(posting).toHaveLength(1)
    expect(JSON.stringify(posting[0]!.Properties)).toMatch(
      new RegExp(`"CLOUD_METRICS_NAMESPACE","Value":"Baton/${name}"`),
    )
    const statements = resourcesOf(template, 'AWS::IAM::Policy').flatMap(
      ({ Properties }) => (Properties!['PolicyDocument'] as { Statement: Record<string, unknown>[] }).Statement,
    )
    expect(statements.filter(({ Action }) => Action === 'cloudwatch:PutMetricData')).toEqual([
      expect.objectContaining({ Condition: { StringEquals: { 'cloudwatch:namespace': `Baton/${name}` } } }),
    ])
    expect(cloud.schedules.some(({ name: schedule }) => schedule === 'post-business-metrics')).toBe(true)
  })

  test('whatever stands on a log group of Beanstalk waits until it is there', () => {
    const template = templateOf(synthesized(name), 'monitoring')
    const [ensured] = resourcesOf(template, 'AWS::CloudFormation::CustomResource')
    const groups = ensured!.Properties!['Groups'] as unknown[]
    const known = new Set(groups.map((group) => JSON.stringify(group)))
    const filters = resourcesOf(template, 'AWS::Logs::MetricFilter')
    const questions = resourcesOf(template, 'AWS::Logs::QueryDefinition')
    expect(filters.length).toBeGreaterThanOrEqual(5)
    expect(questions).toHaveLength(6)
    for (const { DependsOn } of [...filters, ...questions]) expect([DependsOn].flat()).toContain(ensured!.id)
    for (const { Properties } of filters) expect(known).toContain(JSON.stringify(Properties!['LogGroupName']))
    for (const { Properties } of questions)
      for (const group of Properties!['LogGroupNames'] as unknown[]) expect(known).toContain(JSON.stringify(group))
  })
})

test('production has a page for each subject, staging one page, which is what its price allows', () => {
  const pages = (name: string) => resourcesOf(templateOf(synthesized(name), 'monitoring'), 'AWS::CloudWatch::Dashboard')
  expect(pages('production').map(({ id }) => id.replace(/Page.*/, ''))).toEqual([
    'Business',
    'Api',
    'Worker',
    'Database',
    'Queues',
    'Cost',
  ])
  expect(pages('staging')).toHaveLength(1)
  const body = JSON.stringify(onlyOf(templateOf(synthesized('staging'), 'monitoring'), 'AWS::CloudWatch::Dashboard'))
  for (const word of ['Launches', 'Requests a minute', 'Age of the oldest job', 'Connections', 'EstimatedCharges'])
    expect(body).toContain(word)
})

test('every runbook is in the list of runbooks, and the list has no other', () => {
  const pages = readdirSync(runbooks).filter((file) => file.endsWith('.md') && file !== 'README.md')
  const list = readFileSync(new URL('README.md', runbooks), 'utf8')
  const linked = new Set([...list.matchAll(/\]\(([\w-]+\.md)\)/g)].map(([, page]) => page!))
  expect([...linked].sort()).toEqual(pages.sort())
})

test.each([
  ['no way out', { network: { cidr: '10.40.0.0/16', zones: 2, nat: { kind: 'none' }, flowLogDays: 3 } } as const],
  [
    'Aurora with a reader',
    { database: { kind: 'aurora', minAcu: 0.5, maxAcu: 4, backupDays: 7, readReplica: true, proxy: false } } as const,
  ],
])('a stage with %s is watched too', (_, change) => {
  const body = JSON.stringify(templateOf(synthesized('staging', 'eu-central-1', change), 'monitoring'))
  expect(body).toContain('AWS/RDS')
  if ('database' in change) expect(body).toContain('AuroraReplicaLagMaximum')
})
