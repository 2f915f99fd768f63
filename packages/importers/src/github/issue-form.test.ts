import { findingsOf, UserError } from '@baton/engine'
import { describe, expect, test } from 'vitest'
import { importDocument } from '../import-document.ts'

const read = (text: string, fileName = 'form.yml') => importDocument({ fileName, text }, { members: [], groups: [] })

const form = `name: Request a desk
description: For those who move
title: "Desk for <name>"
labels: [facilities, "moves"]
assignees: [ana]
body:
  - type: markdown
    attributes:
      value: Tell us when and where.
  - type: input
    id: Full-Name
    attributes:
      label: Name
      description: As on your badge
      placeholder: Ana Ruiz
      value: me
    validations:
      required: true
  - type: textarea
    attributes:
      label: Wishes
      render: bash
  - type: markdown
    attributes:
      value: Now the place.
  - type: dropdown
    id: floor
    attributes:
      label: Floor
      options: [Ground, "2", Ground]
      default: 1
  - type: dropdown
    id: things
    attributes:
      label: What you need
      multiple: true
      options: [Lamp, Screen]
    validations:
      required: true
  - type: checkboxes
    id: agree
    attributes:
      label: Rules
      options:
        - label: I water my plants
          required: true
        - label: I have no plants
`

describe('a GitHub issue form', () => {
  test('becomes a kick-off form and one step to handle what was asked', () => {
    const { document, report } = read(form)
    expect(document).toStrictEqual({
      title: 'Request a desk',
      description: 'For those who move',
      tags: ['facilities', 'moves'],
      processName: 'Desk for <name>',
      kickoff: {
        instructions: 'Tell us when and where.',
        fields: [
          {
            id: 'full_name',
            type: 'short_text',
            label: 'Name',
            help: 'As on your badge',
            placeholder: 'Ana Ruiz',
            required: true,
            default: 'me',
          },
          { id: 'wishes', type: 'long_text', label: 'Wishes' },
          {
            id: 'floor',
            type: 'dropdown',
            label: 'Floor',
            help: 'Now the place.',
            options: [
              { id: 'ground', label: 'Ground' },
              { id: 'n2', label: '2' },
              { id: 'ground_2', label: 'Ground' },
            ],
            default: 'n2',
          },
          {
            id: 'things',
            type: 'checklist',
            label: 'What you need',
            options: [
              { id: 'lamp', label: 'Lamp' },
              { id: 'screen', label: 'Screen' },
            ],
            must: 'one',
          },
          {
            id: 'agree',
            type: 'checklist',
            label: 'Rules',
            options: [
              { id: 'i_water_my_plants', label: 'I water my plants', required: true },
              { id: 'i_have_no_plants', label: 'I have no plants' },
            ],
          },
        ],
      },
      steps: [{ id: 'handle_the_request', type: 'task', title: 'Handle the request' }],
    })
    expect(findingsOf(document)).toEqual([])
    expect(report.map(({ line, severity }) => [line, severity])).toEqual([
      [3, 'warning'],
      [5, 'not mapped'],
      [6, 'mapped differently'],
      [11, 'mapped differently'],
      [22, 'mapped differently'],
      [23, 'mapped differently'],
      [36, 'mapped differently'],
    ])
  })

  test.each([
    ['name: A\nbody:\n  - type: slider\n    attributes: {label: x}\n', 3, /Wanted a type out of/],
    ['name: A\nbody:\n  - type: input\n', 3, /Wanted a label/],
    ['name: A\nbody:\n  - type: dropdown\n    attributes:\n      label: x\n', 4, /Wanted a list of options/],
    ['name: A\nbody: nothing\n', 2, /Wanted “body” as a list/],
    ['name: A\nname: B\nbody: []\n', 2, /unique/],
    ['name: A\nbody: &a [*a]\n', 2, /alias/],
    ['title: x\n', 1, /Wanted a GitHub issue form/],
    ['a: [\n', 2, /no YAML/],
    ['', 1, /is empty/],
  ])('is refused with the line of the fault: %j', (text, line, message) => {
    const refusal = refusalOf(() => read(text))
    expect(refusal.code).toBe('unreadable_document')
    expect(refusal.message).toMatch(message)
    expect(refusal.findings[0]?.values?.['line']).toBe(line)
  })

  test('is known by its name: other files are refused', () => {
    expect(refusalOf(() => read('x', 'plan.docx')).message).toMatch(/found “plan.docx”/)
  })
})

function refusalOf(attempt: () => unknown): UserError {
  try {
    attempt()
  } catch (error) {
    if (error instanceof UserError) return error
    throw error
  }
  throw new Error('It was not refused.')
}
