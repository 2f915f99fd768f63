import type { AnswersInput } from '@baton/engine'
import type { UnreadTexts } from '../../ui/form/unread.ts'
import type { Picked } from '../../ui/people-picker.tsx'

/** What was typed on the launch page of a template; kept for the tab until it is launched. */
export type KickoffDraft = {
  /** Absent: the name follows the answers. */
  name?: string
  answers: AnswersInput
  tasks: Record<string, { assignees?: Picked; dueAt?: string | null }>
  /** What was typed and cannot be read; of deadlines under `dueOf`. */
  unread?: UnreadTexts
}

/** Where the typed deadline of a step stands among what cannot be read. No field has such an id. */
export const dueOf = (stepId: string): string => `due/${stepId}`

const nothing: KickoffDraft = { answers: {}, tasks: {} }
const keyOf = (templateId: string, version: number) => `baton.kickoff.${templateId}.${version}`

/** A kick-off may hold what must not lie about, so it is kept for the tab only. */
export function readKickoff(templateId: string, version: number): KickoffDraft {
  try {
    const kept = sessionStorage.getItem(keyOf(templateId, version))
    return kept ? { ...nothing, ...(JSON.parse(kept) as Partial<KickoffDraft>) } : nothing
  } catch {
    return nothing
  }
}

export function keepKickoff(templateId: string, version: number, draft: KickoffDraft | undefined): void {
  try {
    if (draft) sessionStorage.setItem(keyOf(templateId, version), JSON.stringify(draft))
    else sessionStorage.removeItem(keyOf(templateId, version))
  } catch {
    // A full or forbidden storage only costs the convenience.
  }
}
