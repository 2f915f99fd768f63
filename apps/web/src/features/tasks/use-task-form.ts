import { type ProcessView, processes } from '@baton/contract'
import {
  type Answer,
  type AnswersInput,
  type Answers,
  type Definition,
  type Finding,
  formOf,
  sameAnswer,
} from '@baton/engine'
import { useEffect, useMemo, useRef, useState } from 'react'
import { ApiError, write } from '../../lib/api.ts'
import { useKeepProcess } from '../../lib/keep-process.ts'
import type { FormAnswers } from '../../ui/form/form-fields.tsx'
import { type Unread, unreadFindings, type UnreadTexts, useUnread } from '../../ui/form/unread.ts'
import type { Saving } from '../../ui/save-state.tsx'

/** How long typing rests before it is saved, in milliseconds. */
const rest = 600
/** How long after a failure it is tried again by itself. */
const pause = 8000

export type TaskForm = {
  /** What stands in the fields: what was typed, over what is saved. */
  values: FormAnswers
  visible: (fieldId: string) => boolean
  /** Visible answers as they would be taken in, for looking ahead. */
  answers: Answers
  change: (fieldId: string, answer: Answer | null) => void
  /** What was typed and cannot be read: it cannot be saved. */
  unread: Unread
  /** What of it stands in the way of a completion. */
  unreadFindings: () => Finding[]
  /** What has been typed and may not be saved yet, to be sent with a completion. */
  edits: AnswersInput
  saving: Saving
  /** Why the last save was refused. */
  refusal: string | undefined
  saveNow: () => void
  /** No more saving: the task is being completed with what was typed. */
  hold: () => void
  /** The completion was refused: saving goes on. */
  release: () => void
}

/**
 * The form of a task while it is filled in: what is typed is saved by itself when typing rests, one request at a
 * time, and once more when the page is left. What is not saved yet is kept in the tab.
 * @param enabled false when the person may not fill it in: nothing is saved then
 */
export function useTaskForm(definition: Definition, process: ProcessView, taskId: string, enabled: boolean): TaskForm {
  const keep = useKeepProcess()
  const place = `baton.typing.${process.id}.${taskId}`
  const [before] = useState(() => readTyping(place))
  const [edits, setEdits] = useState<AnswersInput>(before.edits)
  const unread = useUnread(before.unread)
  const [saving, setSaving] = useState<Saving>('idle')
  const [refusal, setRefusal] = useState<string>()
  const newest = useRef({
    edits,
    saved: {} as AnswersInput,
    unread: unread.texts,
    busy: false,
    held: false,
    timer: 0,
    gone: false,
  })

  const fields = useMemo(() => formOf(definition, process, taskId, edits), [definition, process, taskId, edits])
  const { values, answers, shown } = useMemo(() => {
    const values: Record<string, Answer | null | undefined> = {}
    const answers: Record<string, Answer> = {}
    for (const { field, visible, answer } of fields) {
      // What is typed stands as it is typed; the engine would trim it under the typing hand.
      values[field.id] = Object.hasOwn(edits, field.id) ? edits[field.id] : answer
      if (visible && answer !== undefined) answers[field.id] = answer
    }
    return { values, answers, shown: new Set(fields.filter(({ visible }) => visible).map(({ field }) => field.id)) }
  }, [fields, edits])

  const save = async () => {
    const state = newest.current
    window.clearTimeout(state.timer)
    if (state.busy || state.held) return
    const sent = unsaved(state.edits, state.saved)
    if (Object.keys(sent).length === 0) return
    state.busy = true
    setSaving('saving')
    try {
      const view = await write(processes.saveDraft, {
        params: { processId: process.id, taskId },
        body: { answers: sent },
      })
      state.saved = { ...state.saved, ...sent }
      keep(view)
      setRefusal(undefined)
      const more = Object.keys(unsaved(state.edits, state.saved)).length > 0
      setSaving(more ? 'unsaved' : 'saved')
      if (more) schedule(rest)
      else letGo(state)
    } catch (refused) {
      setSaving('failed')
      if (refused instanceof ApiError && refused.status > 0 && refused.status < 500) setRefusal(refused.message)
      else if (!state.gone) schedule(pause)
    } finally {
      state.busy = false
    }
  }
  const schedule = (delay: number) => {
    window.clearTimeout(newest.current.timer)
    newest.current.timer = window.setTimeout(() => void newestSave.current(), delay)
  }
  // Saved answers are shown as the server has them, except where the caret is, and where something is still to be read:
  // there the server knows less, and drops rows in which it sees nothing.
  const letGo = (state: typeof newest.current) => {
    const focused = document.activeElement?.closest<HTMLElement>('[data-field]')?.dataset.field
    const kept = Object.fromEntries(Object.entries(state.edits).filter(([id]) => id === focused || state.unread[id]))
    state.edits = kept
    state.saved = { ...kept }
    setEdits(kept)
  }
  const newestSave = useRef(save)
  useEffect(() => {
    newestSave.current = save
    newest.current.unread = unread.texts
  })
  // By now `saving` says whether the newest edits are saved.
  useEffect(
    () =>
      keepTyping(place, { ...unsaved(edits, newest.current.saved), ...ofFields(edits, unread.texts) }, unread.texts),
    [place, edits, unread.texts, saving],
  )
  useEffect(() => {
    const state = newest.current
    state.gone = false
    // What the last visit could not save.
    if (Object.keys(state.edits).length > 0) schedule(rest)
    const leave = () => void newestSave.current()
    window.addEventListener('pagehide', leave)
    return () => {
      window.removeEventListener('pagehide', leave)
      state.gone = true
      void newestSave.current()
    }
  }, [])

  const shownFields = fields.filter(({ visible }) => visible).map(({ field }) => field)
  return {
    values,
    answers,
    unread,
    unreadFindings: () => unreadFindings(shownFields, values, unread.texts),
    edits,
    saving,
    refusal,
    visible: (id) => shown.has(id),
    change: (id, answer) => {
      if (!enabled) return
      const state = newest.current
      state.edits = { ...state.edits, [id]: answer }
      setEdits(state.edits)
      setSaving('unsaved')
      schedule(rest)
    },
    saveNow: () => void save(),
    hold: () => {
      newest.current.held = true
      window.clearTimeout(newest.current.timer)
    },
    release: () => {
      newest.current.held = false
      schedule(rest)
    },
  }
}

type Typing = { edits: AnswersInput; unread: UnreadTexts }

function readTyping(place: string): Typing {
  try {
    const kept = sessionStorage.getItem(place)
    if (kept) return JSON.parse(kept) as Typing
  } catch {
    // A forbidden storage only costs the convenience.
  }
  return { edits: {}, unread: {} }
}

/** For this tab, so that a reload without a connection loses nothing. */
function keepTyping(place: string, edits: AnswersInput, unread: UnreadTexts): void {
  try {
    if (Object.keys(edits).length === 0 && Object.keys(unread).length === 0) sessionStorage.removeItem(place)
    else sessionStorage.setItem(place, JSON.stringify({ edits, unread }))
  } catch {
    // A full or forbidden storage only costs the convenience.
  }
}

const ofFields = (edits: AnswersInput, unread: UnreadTexts): AnswersInput =>
  Object.fromEntries(Object.entries(edits).filter(([id]) => unread[id]))

/** Edits that the server has not confirmed. */
const unsaved = (edits: AnswersInput, saved: AnswersInput): AnswersInput =>
  Object.fromEntries(
    Object.entries(edits).filter(([id, answer]) => !Object.hasOwn(saved, id) || !sameAnswer(saved[id], answer)),
  )
