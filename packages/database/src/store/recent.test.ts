import type { Process } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { RecentStates } from './recent.ts'

const state = (id: string, version = 1) => ({ id, version }) as Process

describe('states written lately', () => {
  test('are found by their organization and process, with the transaction as rows name it', () => {
    const recent = new RecentStates()
    recent.keep('a', state('p', 3), String(2n ** 32n + 7n), 10)
    expect(recent.find('a', 'p')).toMatchObject({ process: { version: 3 }, xmin: '7' })
    expect(recent.find('b', 'p')).toBeUndefined()
  })

  test('are forgotten from the oldest on once they are too many, those written again last', () => {
    const recent = new RecentStates(100)
    for (let n = 0; n < 10; n += 1) recent.keep('a', state(`p${n}`), '1', 10)
    recent.keep('a', state('p0', 2), '2', 10)
    recent.keep('a', state('p10'), '3', 10)
    expect(recent.find('a', 'p1')).toBeUndefined()
    expect(recent.find('a', 'p0')).toMatchObject({ process: { version: 2 } })
    expect(recent.find('a', 'p10')).toBeDefined()
  })

  test('do not push out all others for one that is very large', () => {
    const recent = new RecentStates(100)
    recent.keep('a', state('small'), '1', 10)
    recent.keep('a', state('large'), '1', 11)
    expect(recent.find('a', 'small')).toBeDefined()
    expect(recent.find('a', 'large')).toBeUndefined()
  })
})
