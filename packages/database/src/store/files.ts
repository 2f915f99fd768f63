import type { Definition, FileAnswer, Process, ProcessEvent } from '@baton/engine'

/**
 * Ids of the files that events bring into a process: answers of file fields, drafts included.
 * @param process the process after the events
 */
export function filesIn(events: readonly ProcessEvent[], process: Process, definition: Definition): string[] {
  const ids: string[] = []
  for (const event of events) {
    if (!('answers' in event)) continue
    const oneOff = 'taskId' in event ? process.tasks.find(({ id }) => id === event.taskId)?.oneOff : undefined
    const isFile = (field: string) =>
      (definition.fields.get(field)?.field ?? oneOff?.fields?.find(({ id }) => id === field))?.type === 'file'
    for (const [field, answer] of Object.entries(event.answers)) {
      if (isFile(field)) ids.push(...(answer as FileAnswer[]).map(({ id }) => id))
    }
  }
  return ids
}
