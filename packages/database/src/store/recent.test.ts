import type { Process } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { RecentStates } from './recent.ts'

const state = (id: string, size = 10, version = 1) => ({ process: { id, version } as Process, snapshot: 0, size })

describe('states written lately', () => {
  test('are found by their organization and process, with the transaction as rows name it', () => {
    const recent = new RecentStates()
    recent.keep('a', String(2n ** 32n + 7n), state('p', 10, 3))
    expect(recent.find('a', 'p')).toMatchObject({ process: { version: 3 }, xmin: '7' })
    expect(recent.find('b', 'p')).toBeUndefined()
  })

  test('are forgotten from the oldest on once they are too many, those written again last', () => {
    const recent = new RecentStates(100)
    for (let n = 0; n < 10; n += 1) recent.keep('a', '1', state(`p${n}`))
    recent.keep('a', '2', state('p0', 10, 2))
    recent.keep('a', '3', state('p10'))
    expect(recent.find('a', 'p1')).toBeUndefined()
    expect(recent.find('a', 'p0')).toMatchObject({ process: { version: 2 } })
    expect(recent.find('a', 'p10')).toBeDefined()
  })

  test('do not push out all others for one that is very large', () => {
    const recent = new RecentStates(100)
    recent.keep('a', '1', state('small'))
    recent.keep('a', '1', state('large', 11))
    expect(recent.find('a', 'small')).toBeDefined()
    expect(recent.find('a', 'large')).toBeUndefined()
  })
})
