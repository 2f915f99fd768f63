import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { canonicalJson, chainStart, eventHash, eventOf, payloadHash, recorded } from './chain.ts'

describe('canonical JSON (RFC 8785)', () => {
  test.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    // The order is that of UTF-16 code units: the emoji (D83D…) stands before the ligature (FB33).
    [
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '😀': 5, '\u0080': 6, ö: 7 },
      '{"\\r":2,"1":4,"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    ],
    [[333333333.33333329, 1e30, 4.5, 2e-3, 1e-27, -0], '[333333333.3333333,1e+30,4.5,0.002,1e-27,0]'],
    [{ here: 1, absent: undefined }, '{"here":1}'],
    ['\u20ac$\u000F\nA\'B"\\', '"€$\\u000f\\nA\'B\\"\\\\"'],
  ])('%j', (value, text) => {
    expect(canonicalJson(value)).toBe(text)
  })
})

test('a hash can be worked out by anyone from what the row says', () => {
  const payload = { text: 'Done', taskId: 'check' }
  const digest = createHash('sha256').update('{"taskId":"check","text":"Done"}').digest()
  expect(payloadHash(canonicalJson(payload))).toEqual(digest)
  const at = '2026-03-04T12:00:00.000Z'
  const header = `["org","process",1,"CommentAdded","${at}",null,"${digest.toString('hex')}"]`
  expect(
    eventHash(chainStart, 'org', 'process', { seq: 1, type: 'CommentAdded', at, actor: null, payloadHash: digest }),
  ).toEqual(createHash('sha256').update(Buffer.alloc(32)).update(header).digest())
})

test('an event comes back as it went in', () => {
  const event = { type: 'ProcessRenamed', name: 'Other', at: '2026-03-04T12:00:00.000Z', by: 'system' } as const
  const { type, at, payload } = recorded(event, 1)
  expect(eventOf({ type, at, actor: null, payload })).toEqual(event)
})
