import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { whyNot } from '../access/access.ts'
import { findingsOf } from '../template/check/findings.ts'
import { stepOrOneOff } from './describe.ts'
import { fold } from './evolve.ts'
import { formOf } from './form.ts'
import { carriedOut, play, type Play } from './play.fixture.ts'
import { answerTo, attempts, document } from './scenarios.fixture.ts'
import { factsOf, mustBeDone, settle } from './settle.ts'
import type { Process, Task } from './state.ts'
import { admin, processId } from './testing.ts'

/** Random people try random things in a process of a random template. */
const forEveryPlay = (holds: (played: Play) => void, numRuns = 120) =>
  fc.assert(
    fc.property(document, fc.nat({ max: 1_000_000 }), attempts, (template, seed, tried) => {
      const played = play(template, seed, tried)
      if (played) holds(played)
    }),
    { numRuns },
  )

const states = ({ launched, turns }: Play): Process[] => [launched, ...turns.map(({ after }) => after)]

const isWanted = ({ definition }: Play, task: Task) => mustBeDone(stepOrOneOff(definition, task).optional, task)

test('the templates played here could be published', () => {
  fc.assert(
    fc.property(document, (template) => {
      expect(findingsOf(template)).toEqual([])
    }),
    { numRuns: 200 },
  )
})

describe('Whatever people do in a process', () => {
  test('its state is the fold of its events, also through JSON, and versions have no gap', () => {
    forEveryPlay(({ events, last, launched, turns }) => {
      expect(fold(processId, events)).toStrictEqual(last)
      expect(fold(processId, JSON.parse(JSON.stringify(events)))).toStrictEqual(last)
      expect(JSON.parse(JSON.stringify(last))).toStrictEqual(last)
      expect(last.version).toBe(events.length)
      let version = launched.version
      for (const turn of turns) expect(turn.after.version).toBe((version += turn.events.length))
    })
  })

  test('deciding twice gives the same, and changes nothing it was given', () => {
    // Everything handed to `decide` in a play is frozen through and through: to change it would have thrown.
    forEveryPlay(({ definition, turns }) => {
      for (const { before, command, context, events, refusal } of turns) {
        const again = carriedOut(definition, before, command, context)
        expect(again.events).toStrictEqual(events)
        expect(again.refusal?.code).toBe(refusal?.code)
      }
    })
  })

  test('a refusal leaves no trace', () => {
    forEveryPlay(({ turns }) => {
      for (const { before, after, events, refusal } of turns) {
        if (!refusal) continue
        expect(events).toEqual([])
        expect(after).toBe(before)
        expect(refusal.message).not.toBe('')
      }
    })
  })

  test('a completed task changes only by being reopened, talked about, or found to have a problem', () => {
    const touching = new Set(['reopen', 'comment', 'reportProblem', 'resolveProblem', 'mailFailed'])
    forEveryPlay(({ turns }) => {
      for (const { before, after, command } of turns) {
        for (const task of before.tasks) {
          if (task.status !== 'completed') continue
          if ('taskId' in command && command.taskId === task.id && touching.has(command.type)) continue
          expect(after.tasks.find(({ id }) => id === task.id)).toBe(task)
        }
      }
    })
  })

  test('what is settled stays settled', () => {
    forEveryPlay((played) => {
      for (const { after, context } of played.turns)
        expect(settle(played.definition, after, context, 'system')).toEqual([])
      expect(settle(played.definition, played.launched, played.clock, 'system')).toEqual([])
    })
  })

  test('a step is skipped as hidden exactly while the rules hide it, unless it was completed before', () => {
    forEveryPlay((played) => {
      for (const state of states(played)) {
        if (state.status === 'cancelled' || state.archivedAt) continue
        const { steps } = played.definition.visibility(factsOf(state))
        for (const { id, status, skipped, oneOff } of state.tasks) {
          if (!oneOff && status !== 'completed') expect(skipped === 'hidden').toBe(!steps.has(id))
        }
      }
    })
  })

  test('a task is open once all before it is completed, through what is skipped, and waits until then', () => {
    forEveryPlay((played) => {
      for (const state of states(played)) {
        if (state.status === 'cancelled' || state.archivedAt) continue
        for (const { id, status, oneOff } of state.tasks) {
          if (oneOff || (status !== 'open' && status !== 'waiting')) continue
          expect(status).toBe(allBeforeDone(played, state, id) ? 'open' : 'waiting')
        }
      }
    })
  })

  test('a step is stopped only behind a rejection that counts', () => {
    forEveryPlay((played) => {
      for (const state of states(played)) {
        for (const { id, skipped } of state.tasks)
          if (skipped === 'stopped') expect(isBehindRejection(played, state, id)).toBe(true)
      }
    })
  })

  test('it is finished exactly when nothing required is left: a hidden step never blocks', () => {
    forEveryPlay((played) => {
      for (const state of states(played)) {
        if (state.status === 'cancelled') continue
        const left = state.tasks.some(
          (task) => (task.status === 'open' || task.status === 'waiting') && isWanted(played, task),
        )
        expect(state.status).toBe(left ? 'active' : 'finished')
      }
    })
  })

  test('an active process has something to do: a required open task, or one that waits for an open one', () => {
    forEveryPlay((played) => {
      for (const state of states(played)) {
        if (state.status !== 'active') continue
        const wanted = state.tasks.filter((task) => isWanted(played, task))
        expect(
          wanted.some(
            (task) => task.status === 'open' || (task.status === 'waiting' && waitsForOpen(played, state, task.id)),
          ),
        ).toBe(true)
      }
    })
  })

  test('whoever completes what is open comes to the end', () => {
    forEveryPlay((played) => {
      const { definition, clock } = played
      let state = played.last
      if (state.status === 'cancelled' || state.archivedAt) return
      // Each completion closes a task for good, and problems stand in the way of at most one each.
      for (let left = 2 * state.tasks.length; left > 0 && state.status === 'active'; left--) {
        const task = state.tasks.find(({ status }) => status === 'open')!
        const command = task.problem
          ? ({ type: 'resolveProblem', by: admin, taskId: task.id, text: '' } as const)
          : completion(played, state, task)
        const { after, refusal } = carriedOut(definition, state, command, clock)
        expect(refusal?.findings).toBeUndefined()
        state = after
      }
      expect(state.status).toBe('finished')
    })
  })

  test('what a button says is what happens', () => {
    forEveryPlay(({ turns }) => {
      for (const { before, command, events, refusal } of turns) {
        const reason = whyNot(
          command.by,
          command.type,
          before,
          'taskId' in command && command.type !== 'addTask' ? command.taskId : undefined,
        )
        if (reason) {
          expect(events).toEqual([])
          if (refusal && !refusal.code.startsWith('invalid_')) expect(refusal.code).toBe(reason.code)
        } else if (refusal) {
          expect([
            'invalid_answers',
            'invalid_request',
            'task_has_problem',
            'task_has_no_problem',
            'already_exists',
            'not_allowed',
          ]).toContain(refusal.code)
        }
      }
    })
  })
})

/** By an administrator who is nobody’s assignee and so completes the whole, with every field filled in. */
function completion({ definition }: Pick<Play, 'definition'>, state: Process, task: Task) {
  const { fields, type } = stepOrOneOff(definition, task)
  const answers = Object.fromEntries(fields.map((field) => [field.id, answerTo(field, 1)]))
  expect(
    formOf(definition, state, task.id, answers).filter(({ required, answer }) => required && answer === undefined),
  ).toEqual([])
  return {
    type: 'complete' as const,
    by: { ...admin, id: 'another' },
    taskId: task.id,
    answers,
    ...(type === 'approval' && { outcome: 'approved' as const }),
  }
}

/** Through skipped steps too: they pass on what they wait for. */
function waitsForOpen({ definition }: Pick<Play, 'definition'>, state: Process, id: string): boolean {
  const before = definition.steps.get(id)?.after ?? []
  return before.some((one) => {
    const status = state.tasks.find((task) => task.id === one)?.status
    return status === 'open' || (status !== 'completed' && waitsForOpen({ definition }, state, one))
  })
}

function allBeforeDone({ definition }: Pick<Play, 'definition'>, state: Process, id: string): boolean {
  return (definition.steps.get(id)?.after ?? []).every((one) => {
    const status = state.tasks.find((task) => task.id === one)?.status
    return status === 'completed' || (status === 'skipped' && allBeforeDone({ definition }, state, one))
  })
}

function isBehindRejection({ definition }: Pick<Play, 'definition'>, state: Process, id: string): boolean {
  return (definition.steps.get(id)?.after ?? []).some((one) => {
    const task = state.tasks.find((other) => other.id === one)
    const rejects = task?.outcome === 'rejected' && definition.steps.get(one)?.whenRejected !== 'continue'
    return rejects || isBehindRejection({ definition }, state, one)
  })
}
