import type { Step, TemplateDocument } from '@baton/engine'

const steps = 10

/**
 * What is completed and launched in measurements: ten steps one after another, each with a form of two fields, rules
 * on every third, deadlines on every fourth; the work is the administrator's own.
 */
export const procedure = (memberId: string): TemplateDocument => ({
  title: 'Pay an invoice',
  processName: '{{supplier}}',
  kickoff: {
    fields: [
      { id: 'supplier', type: 'short_text', label: 'Supplier', required: true },
      { id: 'amount', type: 'number', label: 'Amount', min: 0 },
    ],
  },
  steps: Array.from({ length: steps }, (_, place): Step => {
    const id = stepId(place)
    return {
      id,
      type: 'task',
      title: `Check ${place + 1} of {{supplier}}`,
      assign: { members: [memberId] },
      ...(place > 0 && { after: [stepId(place - 1)] }),
      ...(place % 4 === 3 && { deadline: { amount: 3, unit: 'days' as const, from: { opened: true as const } } }),
      fields: [
        { id: `${id}_note`, type: 'short_text', label: 'Note', required: true, maxLength: 200 },
        { id: `${id}_hours`, type: 'number', label: 'Hours', min: 0, max: 100 },
      ],
    }
  }),
  rules: [0, 3, 6].map((place) => ({
    id: `rule_${place}`,
    when: {
      all: [
        { field: 'amount', is: 'at_least' as const, value: 30_000 },
        { field: 'supplier', is: 'contains' as const, value: 'x' },
      ],
    },
    then: [{ hide: { field: `${stepId(place)}_hours` } }],
  })),
})

/** Id of a step by its place, from 0. */
export const stepId = (place: number): string => `check_${place + 1}`
export const stepCount = steps

/** About a hundred bytes of answers for the form of a step. */
export const answersOf = (place: number) => ({
  [`${stepId(place)}_note`]: 'Compared with the order of last week; all as agreed, nothing is missing.',
  [`${stepId(place)}_hours`]: 1.5,
})
