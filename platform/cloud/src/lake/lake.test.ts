import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { onlyOf, resourcesOf, synthesized, templateOf } from '../testing.ts'
import { eventColumns } from './events.ts'

const lake = templateOf(synthesized('production'), 'lake')

interface Table {
  TableInput: {
    PartitionKeys: { Name: string; Type: string }[]
    Parameters: Record<string, unknown>
    StorageDescriptor: { Columns: { Name: string; Type: string }[] }
  }
}

/** How a column of the database is written in Parquet and asked for in Athena. */
const inAthena: Record<string, string> = {
  uuid: 'string',
  text: 'string',
  jsonb: 'string',
  bytea: 'string',
  bigint: 'bigint',
  timestamptz: 'timestamp',
}

test('the columns are those of the database’s events', () => {
  const sql = readFileSync(
    new URL('../../../../packages/database/migrations/0002_processes.sql', import.meta.url),
    'utf8',
  )
  const body = /create table event \(([\s\S]*?)\n\);/.exec(sql)?.[1] ?? ''
  const columns = [...body.matchAll(/^ {2}(\w+) (uuid|text|jsonb|bytea|bigint|timestamptz)\b/gm)]
  expect(columns.length).toBeGreaterThan(5)
  expect(eventColumns.map(({ name, type }) => [name, type])).toEqual(
    columns.map(([, name, type]) => [name, inAthena[type!]]),
  )
})

test('days are found by their name, without a catalogue to keep up', () => {
  const { TableInput } = onlyOf(lake, 'AWS::Glue::Table') as unknown as Table
  expect(TableInput.PartitionKeys).toMatchObject([{ Name: 'day', Type: 'date' }])
  expect(TableInput.Parameters).toMatchObject({
    'projection.enabled': 'true',
    'projection.day.type': 'date',
    'projection.day.format': 'yyyy-MM-dd',
  })
  expect(TableInput.Parameters['projection.day.range']).toMatch(/^\d{4}-\d\d-\d\d,NOW$/)
  // The text that Athena fills in for each day, not one that was filled in when the template was made.
  expect(JSON.stringify(TableInput.Parameters['storage.location.template'])).toContain('day=${day}/')
  expect(TableInput.StorageDescriptor.Columns).toHaveLength(eventColumns.length)
})

test('a question cannot read without end, nor write its answer elsewhere', () => {
  const { WorkGroupConfiguration } = onlyOf(lake, 'AWS::Athena::WorkGroup')
  expect(WorkGroupConfiguration).toMatchObject({
    EnforceWorkGroupConfiguration: true,
    BytesScannedCutoffPerQuery: 100 * 1024 ** 3,
    ResultConfiguration: { EncryptionConfiguration: { EncryptionOption: 'SSE_S3' } },
  })
})

test('events stay when the stack goes; answers do not stay', () => {
  const [bucket, ...others] = resourcesOf(lake, 'AWS::S3::Bucket')
  expect(others).toEqual([])
  expect(bucket?.DeletionPolicy).toBe('Retain')
  const { Rules } = bucket!.Properties!['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] }
  const expiring = Rules.filter(({ ExpirationInDays }) => ExpirationInDays !== undefined)
  expect(expiring).toMatchObject([{ Prefix: 'answers/', ExpirationInDays: 30 }])
})
