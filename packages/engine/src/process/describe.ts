import { Defect } from '../errors.ts'
import type { Key, TaskId } from '../people/ids.ts'
import type { Definition } from '../template/definition.ts'
import type { Step, StepType } from '../template/document.ts'
import type { Field } from '../template/fields.ts'
import type { Task } from './state.ts'

/** What a task asks for, whether it comes of a step or was added to its process. Texts still hold their variables. */
export type TaskDescription = {
  type: StepType
  title: string
  instructions?: string
  fields: readonly Field[]
  optional: boolean
  milestone?: Key
  /** Absent for one-off tasks. */
  step?: Step
}

/**
 * Describes a task by its step, or by what it carries itself.
 * @throws Defect when the task belongs to no step of the definition: it is that of another version
 */
export function stepOrOneOff(definition: Definition, { id, oneOff }: Pick<Task, 'id' | 'oneOff'>): TaskDescription {
  if (oneOff) {
    const { type, title, instructions, fields = [], optional = false } = oneOff
    return { type, title, instructions, fields, optional }
  }
  const step = stepOf(definition, id)
  const { type, title, instructions, fields = [], optional = false, milestone } = step
  return { type, title, instructions, fields, optional, milestone, step }
}

function stepOf(definition: Definition, id: TaskId): Step {
  const step = definition.steps.get(id)
  if (!step) throw new Defect(`The template version has no step “${id}”, but a process of it has its task.`)
  return step
}
