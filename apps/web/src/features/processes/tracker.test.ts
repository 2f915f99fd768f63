import { describe, expect, test } from 'vitest'
import { boardColumns } from './board-columns.ts'
import { ariaSortOf, nextSort, readColumns } from './column-list.ts'
import { fieldOfDraft } from './own-fields.tsx'
import { isFiltered, noMilestone, readTrackerSearch } from './tracker-search.ts'

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
  test('a milestone is one of a template', () => {
    expect(readTrackerSearch({ template: id, milestone: 'pay' })).toEqual({ template: id, milestone: 'pay' })
    expect(readTrackerSearch({ milestone: 'pay' })).toEqual({})
    expect(readTrackerSearch({ template: id, milestone: 'Pay!' })).toEqual({ template: id })
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
  const titles = { none: 'Nothing open', finished: 'Finished', cancelled: 'Cancelled' }
  const milestones = [
    { id: 'check', title: 'Check' },
    { id: 'pay', title: 'Pay' },
  ]
  const counts = {
    milestones: [
      { milestone: null, count: 2, more: false },
      { milestone: 'old', count: 1, more: false },
      { milestone: 'pay', count: 1000, more: true },
    ],
    finished: 3,
    cancelled: 0,
  }
  const columns = (asked: { status?: string; milestone?: string }) =>
    boardColumns(milestones, counts, asked, titles, noMilestone)

  test('has a column for each milestone, also when it is empty, then those of other versions, then what is over', () => {
    expect(columns({}).map(({ title, filter, count }) => [title, filter.milestone ?? filter.status, count.n])).toEqual([
      ['Check', 'check', 0],
      ['Pay', 'pay', 1000],
      [undefined, 'old', 1],
      ['Nothing open', '-', 2],
      ['Finished', 'finished', 3],
    ])
  })
  test('has only the columns that are asked for', () => {
    expect(columns({ milestone: 'pay' }).map(({ title }) => title)).toEqual(['Pay'])
    expect(columns({ status: 'cancelled' }).map(({ title }) => title)).toEqual(['Cancelled'])
    expect(columns({ status: 'active' }).map(({ filter }) => filter.status)).not.toContain('finished')
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
