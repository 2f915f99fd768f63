import { Suspense, useSyncExternalStore } from 'react'
import { lazyPart } from './lazy-part.tsx'

// Who is asked types at once: no letter may be lost to a dialog on its way.
const ConfirmDialog = lazyPart(() => import('./confirm-dialog.tsx'), { floating: true })

export type Question = {
  title: string
  text?: string
  /** The verb on the button: “Cancel process”, never “OK”. */
  confirm: string
  /** Red button: something is lost. */
  danger?: boolean
  /** Asks for words as well. */
  reason?: { label: string; required?: boolean; placeholder?: string }
}
type Asked = Question & { id: number; answer: (answer: { reason: string } | undefined) => void }

let asked: Asked | undefined
let lastId = 0
const listeners = new Set<() => void>()
const show = (next: Asked | undefined) => {
  asked = next
  for (const listener of listeners) listener()
}

/** Asks before something is done. @returns undefined when the person steps back */
export const confirm = (question: Question): Promise<{ reason: string } | undefined> =>
  new Promise((answer) => {
    asked?.answer(undefined)
    show({ ...question, id: ++lastId, answer })
  })

/** Where questions appear. Stands once, at the root. */
export function ConfirmDialogs() {
  const question = useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => asked,
  )
  if (!question) return null
  const finish = (answer: { reason: string } | undefined) => {
    show(undefined)
    question.answer(answer)
  }
  return (
    <Suspense fallback={null}>
      <ConfirmDialog key={question.id} question={question} onAnswer={finish} />
    </Suspense>
  )
}
