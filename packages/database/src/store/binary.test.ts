import { type ClonedDatabase, cloneDatabase } from '@baton/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { BinaryArrays, type ColumnType } from './binary.ts'

let clone: ClonedDatabase
beforeAll(async () => (clone = await cloneDatabase()))
afterAll(() => clone.drop())

/** What the database reads out of an array, as JSON. */
async function read(values: unknown[], type: ColumnType): Promise<unknown> {
  const rows = values.map((value) => ({ value }))
  const bytes = new BinaryArrays(8).write(rows, 'value', type)
  const [row] = await clone.sql<{ found: unknown }>(`select to_jsonb($1::${type}[]) as found`, [bytes])
  return row!.found
}

const instant = fc.date({ min: new Date('1900-01-01'), max: new Date('2400-01-01'), noInvalidDate: true })
const withNulls = <T>(values: fc.Arbitrary<T>) => fc.array(fc.option(values), { maxLength: 20 })

describe('arrays arrive as they were sent', () => {
  const cases: [ColumnType, fc.Arbitrary<unknown>][] = [
    ['uuid', fc.uuid()],
    ['text', fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'))],
    ['bigint', fc.maxSafeInteger()],
    ['smallint', fc.integer({ min: -32_768, max: 32_767 })],
    ['boolean', fc.boolean()],
  ]
  test.each(cases)('%s', async (type, values) => {
    await fc.assert(
      fc.asyncProperty(withNulls(values), async (list) => {
        expect(await read(list, type)).toEqual(list)
      }),
      { numRuns: 40 },
    )
  })

  test('instants, to the millisecond', async () => {
    await fc.assert(
      fc.asyncProperty(withNulls(instant), async (list) => {
        const texts = list.map((date) => date?.toISOString() ?? null)
        const found = (await read(texts, 'timestamptz')) as (string | null)[]
        expect(found.map((text) => (text === null ? null : new Date(text).toISOString()))).toEqual(texts)
      }),
      { numRuns: 40 },
    )
    expect(await read(['infinity'], 'timestamptz')).toEqual(['infinity'])
  })

  test('bytes and JSON', async () => {
    expect(await read([Buffer.from([0, 255, 10]), null], 'bytea')).toEqual(['\\x00ff0a', null])
    const values = [{ a: ['“ü”', 1.5, null] }, [], 'text']
    const texts = values.map((value) => JSON.stringify(value))
    expect(await read(texts, 'jsonb')).toEqual(values)
  })
})

test.each([
  ['uuid', 'not-a-uuid'],
  ['uuid', '01a20582-1792-73f7-b24e-211b493ba98x'],
  ['uuid', '01a20582-1792-73f7-b24e-211b493ba98ÿ'],
  ['uuid', '01a20582x1792-73f7-b24e-211b493ba98b'],
  ['timestamptz', 'yesterday, or so'],
] as const)('a %s that is none is refused before it is sent: %s', (type, value) => {
  expect(() => new BinaryArrays(8).write([{ value }], 'value', type)).toThrow('is no')
})
