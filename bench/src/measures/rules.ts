import {
  compileTemplate,
  decide,
  evolve,
  fold,
  launch,
  type MemberActor,
  type Process,
  type TemplateDocument,
} from '@baton/engine'
import { percentile, type Result, within } from '../result.ts'

const id = '018f0000-0000-7000-8000-000000000001'
const by: MemberActor = { kind: 'member', orgId: id, id, role: 'administrator', groups: [] }
const context = { now: '2026-03-04T12:00:00.000Z', timeZone: 'Europe/Zurich' }

const steps = 50
const rules = 30
/** Conditions of a rule. */
const clauses = 3

const document: TemplateDocument = {
  title: 'Fifty steps',
  kickoff: {
    fields: Array.from({ length: rules }, (_, place) => ({
      id: `amount_${place}`,
      type: 'number' as const,
      label: `Amount ${place}`,
    })),
  },
  steps: Array.from({ length: steps }, (_, place) => ({
    id: `step_${place}`,
    type: 'task' as const,
    title: `Step ${place}`,
    ...(place > 0 && { after: [`step_${place - 1}`] }),
    fields: [{ id: `note_${place}`, type: 'short_text' as const, label: 'Note' }],
  })),
  rules: Array.from({ length: rules }, (_, place) => ({
    id: `rule_${place}`,
    when: {
      all: [
        { field: `amount_${place}`, is: 'at_least' as const, value: 100 },
        { field: `amount_${place}`, is: 'less_than' as const, value: 10_000 },
        { field: `amount_${(place + 1) % rules}`, is: 'is_not_empty' as const },
      ],
    },
    then: [{ show: { step: `step_${place + 10}` } }],
  })),
}

/** What the engine costs: conditions a second, and a completion decided and applied at 50 steps and 30 rules. */
export function ruleCosts(): Result[] {
  const definition = compileTemplate(document)
  const answers = Object.fromEntries(Array.from({ length: rules }, (_, place) => [`amount_${place}`, place * 50]))
  const launched = fold(
    id,
    launch(definition, { processId: id, templateId: id, templateVersion: 1, by, name: 'Bench', answers }, context),
  )!

  const facts = { answers, outcomes: new Map() }
  const perSecond = bestOf(5, () => {
    const started = performance.now()
    let rounds = 0
    for (; performance.now() - started < 400; rounds += 100)
      for (let i = 0; i < 100; i += 1) definition.visibility(facts)
    return (rounds * rules * clauses * 1000) / (performance.now() - started)
  })

  const samples: number[] = []
  for (let round = 0; round < 60; round += 1) {
    let process: Process = launched
    for (let step = 0; step < steps; step += 1) {
      const task = process.tasks.find(({ status }) => status === 'open')
      if (!task) break
      const started = performance.now()
      const events = decide(definition, process, { type: 'complete', taskId: task.id, by }, context)
      for (const event of events) process = evolve(process, event, id)
      // The first rounds are for the compiler.
      if (round >= 20) samples.push((performance.now() - started) * 1000)
    }
  }
  const rate: Result = {
    name: 'rules',
    value: perSecond,
    unit: 'conditions/s',
    peer: 10_000_000,
    peerIs: 'goal',
    ratio: perSecond / 10_000_000,
    mark: { says: '≥ 10 million/s', reached: perSecond >= 10_000_000 },
    notes: [`within the visibility of ${steps} steps and ${rules} fields, all of it counted`],
  }
  return [
    rate,
    within('decide', 'µs', percentile(samples, 0.5), 50, [`p99 ${percentile(samples, 0.99).toFixed(0)} µs`]),
  ]
}

const bestOf = (times: number, measure: () => number): number =>
  Math.max(...Array.from({ length: times }, () => measure()))
