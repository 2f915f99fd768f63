import { UserError } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { importDocument } from '../import-document.ts'

const read = (text: string, fileName = 'opening.md') => importDocument({ fileName, text }, { members: [], groups: [] })

describe('a Markdown checklist', () => {
  test('turns headings into milestones, items into steps and nested items into their checklists', () => {
    const { document, report } = read(
      [
        '# Open the shop',
        '',
        'Every morning.',
        '',
        '## Before eight',
        'Lights first.',
        '- [ ] Switch on the lights',
        '- [ ] Count the till',
        '  - [ ] Notes',
        '  - [ ] Coins',
        '  - Ask for change if short',
        '',
        '## At eight',
        '- [ ] Open the door',
      ].join('\n'),
    )
    expect(report).toEqual([])
    expect(document).toStrictEqual({
      title: 'Open the shop',
      description: 'Every morning.',
      milestones: [
        { id: 'before_eight', title: 'Before eight' },
        { id: 'at_eight', title: 'At eight' },
      ],
      steps: [
        {
          id: 'switch_on_the_lights',
          type: 'task',
          title: 'Switch on the lights',
          instructions: 'Lights first.',
          milestone: 'before_eight',
        },
        {
          id: 'count_the_till',
          type: 'task',
          title: 'Count the till',
          instructions: '- Ask for change if short',
          fields: [
            {
              id: 'checklist',
              type: 'checklist',
              label: 'Checklist',
              options: [
                { id: 'notes', label: 'Notes' },
                { id: 'coins', label: 'Coins' },
              ],
              must: 'all',
            },
          ],
          milestone: 'before_eight',
        },
        { id: 'open_the_door', type: 'task', title: 'Open the door', milestone: 'at_eight' },
      ],
    })
  })

  test('makes no steps of comments and reports each at its line', () => {
    const { document, report } = read('- [ ] One <!-- paste the link -->\n<!--\n- [ ] Never\n-->\n- [ ] Two\n')
    expect(document.steps.map(({ title }) => title)).toEqual(['One', 'Two'])
    expect(report).toEqual([
      { line: 1, severity: 'not mapped', message: 'A comment is left out: “paste the link”' },
      { line: 2, severity: 'not mapped', message: 'A comment is left out: “- [ ] Never”' },
    ])
  })

  test('gives equal titles distinct ids, and no step the id of the kick-off form', () => {
    const { document } = read('- [ ] Call\n- [ ] Call\n- [ ] Call 2\n- [ ] Kickoff\n- [ ] 呼ぶ\n')
    expect(document.steps.map(({ id }) => id)).toEqual(['call', 'call_2', 'call_2_2', 'kickoff_2', 'step'])
  })

  test('unticks what was ticked, and says so', () => {
    const { document, report } = read('- [x] Done last time\n  - [X] and this\n')
    expect(document.steps[0]?.fields?.[0]?.options).toEqual([{ id: 'and_this', label: 'and this' }])
    expect(report.map(({ line, severity }) => [line, severity])).toEqual([
      [1, 'mapped differently'],
      [2, 'mapped differently'],
    ])
  })

  test('keeps items at any depth, each list named after the item that it stands under', () => {
    const { document } = read(
      '- [ ] Vehicle\n  - [ ] Cab\n    - [ ] Seat\n      - [ ] Belt\n  - [ ] Trailer\n- Doors:\n  - [ ] Left\n',
    )
    const lists = document.steps.map(({ title, fields = [] }) => [
      title,
      fields.map(({ label, options = [] }) => [label, options.map((option) => option.label)]),
    ])
    expect(lists).toEqual([
      [
        'Vehicle',
        [
          ['Checklist', ['Cab']],
          ['Cab', ['Seat']],
          ['Seat', ['Belt']],
          ['Checklist', ['Trailer']],
        ],
      ],
      ['Doors:', [['Checklist', ['Left']]]],
    ])
  })

  test('reads front matter: title, description, tags and the name of processes', () => {
    const { document, report } = read(
      '---\nname: Cut a release\nabout: Every month\ntitle: Cut vX\nlabels: release, ops\nassignees: [ana]\n---\n- [ ] Go\n',
    )
    expect(document).toMatchObject({
      title: 'Cut a release',
      description: 'Every month',
      processName: 'Cut vX',
      tags: ['release', 'ops'],
    })
    expect(report).toEqual([
      { line: 6, severity: 'not mapped', message: '“assignees: ["ana"]” has no counterpart in a template.' },
    ])
  })

  test('keeps links of a title in the instructions, and does not read double braces as variables of ours', () => {
    const { document } = read('- [ ] Tag `{{version}}` in [the repository](https://example.org/r)\n\n  Twice.\n')
    expect(document.steps[0]).toStrictEqual({
      id: 'tag_version_in_the_repository',
      type: 'task',
      title: String.raw`Tag \{{version}} in the repository`,
      instructions: String.raw`Tag ${'`'}\{{version}}${'`'} in [the repository](https://example.org/r)

Twice.`,
    })
  })

  test('puts prose where it belongs, and sections without items into the description', () => {
    const { document, report } = read(
      [
        '## A',
        '- [ ] one',
        '',
        'After one.',
        '',
        '## Notes',
        'Mind the gap.',
        '',
        '## B',
        'Before two.',
        '- [ ] two',
        '- just a remark',
        '- [ ] three',
        '',
        '/assign me',
      ].join('\n'),
    )
    expect(document.description).toBe('## Notes\n\nMind the gap.')
    expect(document.steps.map(({ instructions }) => instructions)).toEqual([
      'After one.',
      'Before two.',
      '- just a remark',
    ])
    expect(report.map(({ line, severity }) => [line, severity])).toEqual([
      [6, 'mapped differently'],
      [12, 'mapped differently'],
      [15, 'not mapped'],
    ])
  })

  test('takes a short line in bold over items for a heading, and a sentence in bold for prose', () => {
    const { document } = read(
      '## Doors\n\n**All of this before eight.**\n\n- [ ] Front\n\n**At the back:**\n- [ ] Yard\n',
    )
    expect(document.milestones?.map(({ title }) => title)).toEqual(['Doors', 'Doors › At the back'])
    expect(document.steps[0]?.instructions).toBe('**All of this before eight.**')
  })

  test('is refused when it has no items, or its front matter cannot be read', () => {
    expect(() => read('# Notes\n\n- milk\n')).toThrow(/Line 1: Wanted a checklist/)
    expect(() => read('---\nname: [\n---\n- [ ] a\n')).toThrow(UserError)
    expect(() => read(Array.from({ length: 501 }, (_, n) => `- [ ] ${n}`).join('\n'))).toThrow(
      /at most 500 entries, found 501/,
    )
    expect(() => read('> '.repeat(100_000) + '- [ ] a')).toThrow(UserError)
  })
})
