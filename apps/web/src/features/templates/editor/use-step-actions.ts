import { useTranslation } from 'react-i18next'
import { toast } from '../../../ui/toast.tsx'
import {
  duplicateStep,
  insertStep,
  isBare,
  moveStep,
  moveToMilestone,
  newStepId,
  removeStep,
} from './document/step-operations.ts'
import { stepAt } from './document/outline.ts'
import { useEditorHands } from './editor-context.ts'
import type { Selection } from './editor-state.ts'

export type StepActions = ReturnType<typeof useStepActions>

/** What can be done with a step as a whole, from its row, its menu and its panel alike. */
export function useStepActions(id: string, focusSelected: () => void) {
  const { t } = useTranslation('editor')
  const { current, dispatch, edit } = useEditorHands()
  return {
    move: (direction: 'up' | 'down') => {
      focusSelected()
      edit((doc) => moveStep(doc, id, direction))
    },
    toMilestone: (milestone: string | undefined) => {
      focusSelected()
      edit((doc) => moveToMilestone(doc, id, milestone))
    },
    insertBelow: () => {
      const made = newStepId(current().document)
      focusSelected()
      edit((doc) => insertStep(doc, { id: made, type: 'task', title: '' }, id), { select: { at: 'step', step: made } })
    },
    duplicate: () => {
      const copy = duplicateStep(current().document, id)
      focusSelected()
      edit(() => copy.document, { select: { at: 'step', step: copy.id } })
    },
    /** @param then what is selected afterwards */
    remove: (then: Selection = { at: 'template' }) => {
      const step = stepAt(current().document, id)
      focusSelected()
      edit((doc) => removeStep(doc, id), { select: then })
      if (step && !isBare(step))
        toast(t('steps.removed', { title: step.title || t('steps.untitled') }), {
          label: t('undo'),
          run: () => dispatch({ type: 'undo' }),
        })
    },
  }
}
