import type { ProcessSummary } from '@baton/contract'
import { describe, expect, test } from 'vitest'
import { boardColumns } from './board-columns.ts'
import { ariaSortOf, nextSort, readColumns } from './column-list.ts'
import { fieldOfDraft } from './own-fields.tsx'
import { isFiltered, readTrackerSearch } from './tracker-search.ts'

const id = '01a204fb-ac1a-7280-8cea-c27367912dfc'

describe('the address of the tracker', () => {
  test('says every filter, and what it does not know is left out', () => {
    expect(readTrackerSearch({ status: 'active', template: id, due: 'never', problems: true, text: 'Müller' })).toEqual(
      {
        status: 'active',
        template: id,
        problems: true,
        text: 'Müller',
      },
    )
  })
  test('what the API would refuse never reaches it', () => {
    expect(readTrackerSearch({ template: 'x', assignee: '../me', text: 'a'.repeat(300) })).toEqual({
      text: 'a'.repeat(100),
    })
  })
  test('a number typed into it is a text', () => {
    expect(readTrackerSearch({ text: 4711 })).toEqual({ text: '4711' })
  })
  test('how it is shown is no filter', () => {
    expect(isFiltered({ view: 'board', sort: 'name', peek: id })).toBe(false)
    expect(isFiltered({ due: 'today' })).toBe(true)
  })
})

describe('sorting by a column', () => {
  test('goes its own way, then the other, then back to the newest first', () => {
    expect(nextSort(undefined, 'due')).toBe('due')
    expect(nextSort('due', 'due')).toBe('-due')
    expect(nextSort('-due', 'due')).toBeUndefined()
    expect(nextSort(undefined, 'launched')).toBe('launched')
    expect(nextSort('launched', 'launched')).toBeUndefined()
  })
  test('is told to readers', () => {
    expect(ariaSortOf(undefined, 'launched')).toBe('descending')
    expect(ariaSortOf('name', 'name')).toBe('ascending')
    expect(ariaSortOf('name', 'who')).toBeUndefined()
  })
})

test('remembered columns keep their order and the name, whatever was stored', () => {
  expect(readColumns('due,status,gone')).toEqual(['name', 'status', 'due'])
  expect(readColumns('')).toEqual(['name'])
})

describe('the board', () => {
  const row = (over: Partial<ProcessSummary>) => ({ status: 'active', milestone: null, ...over }) as ProcessSummary
  const titles = { none: 'Nothing open', finished: 'Finished', cancelled: 'Cancelled' }
  const milestones = [
    { id: 'check', title: 'Check' },
    { id: 'pay', title: 'Pay' },
  ]
  test('has a column for each milestone, also when it is empty, and others only when they hold something', () => {
    const columns = boardColumns([row({ milestone: milestones[1] })], milestones, titles)
    expect(columns.map(({ title, rows }) => [title, rows.length])).toEqual([
      ['Check', 0],
      ['Pay', 1],
    ])
  })
  test('shows milestones of other versions, and what is over at the end', () => {
    const rows = [
      row({ status: 'finished', milestone: milestones[0] }),
      row({ milestone: { id: 'old', title: 'Old' } }),
      row({}),
    ]
    expect(boardColumns(rows, milestones, titles).map(({ title }) => title)).toEqual([
      'Check',
      'Pay',
      'Old',
      'Nothing open',
      'Finished',
    ])
  })
})

test('choices of a question are its lines, each once', () => {
  const draft = {
    id: 'extra_1',
    type: 'radio',
    label: ' Which? ',
    required: true,
    options: 'Red\n\n Blue \nRed',
  } as const
  expect(fieldOfDraft(draft)).toEqual({
    id: 'extra_1',
    type: 'radio',
    label: 'Which?',
    required: true,
    options: [
      { id: 'o1', label: 'Red' },
      { id: 'o2', label: 'Blue' },
    ],
  })
})
