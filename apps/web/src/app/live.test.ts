import type { LiveChange } from '@baton/contract'
import { describe, expect, test } from 'vitest'
import { queryKeys } from '../lib/query-keys.ts'
import { keysOf } from './live.ts'

const id = '00000000-0000-4000-8000-000000000001'
const shows = (version?: number) => ({
  getQueryData: (() => (version === undefined ? undefined : { id, version })) as never,
})
const change = (over: Partial<LiveChange>): LiveChange => ({ kind: 'process', id, version: 7, ...over })

describe('a change has what it touches looked at again', () => {
  test('a process, its lists, and the counts when it is about me', () => {
    expect(keysOf([change({ mine: true })], shows(6))).toEqual([
      queryKeys.process(id),
      queryKeys.processes,
      queryKeys.tasks,
    ])
  })

  test('my own change is not fetched twice', () => {
    expect(keysOf([change({})], shows(7))).not.toContainEqual(queryKeys.process(id))
  })

  test('many changes of one process ask once', () => {
    const keys = keysOf([change({ version: 7 }), change({ version: 8 })], shows())
    expect(keys.filter((key) => key[0] === 'process')).toHaveLength(1)
  })

  test('people, templates and mails each have theirs', () => {
    const kinds = ['people', 'template', 'mail'] as const
    expect(
      keysOf(
        kinds.map((kind) => change({ kind })),
        shows(),
      ),
    ).toEqual([queryKeys.people, queryKeys.me, queryKeys.templates, queryKeys.mails])
  })
})
