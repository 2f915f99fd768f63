import { templates, type TemplateView } from '@baton/contract'
import type { TemplateDocument } from '@baton/engine'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, read, write } from '../../../lib/api.ts'
import type { Saving } from '../../../ui/save-state.tsx'
import { useKeepTemplate } from '../template-queries.ts'
import { queryKeys } from '../../../lib/query-keys.ts'

/** How long typing rests before the draft is saved. Milliseconds. */
const rest = 800

export type DraftSaving = {
  state: Saving
  /** Why it failed, in words. */
  failure?: string
  /** Someone else saved since this draft was read: nothing is saved until a person has decided. */
  conflict: boolean
  /** Saves now what is not saved yet. @returns the revision that is saved, or undefined when it could not be */
  flush: () => Promise<number | undefined>
  /** Ends a conflict: takes the other draft, or puts this one in its place. */
  resolve: (choice: 'reload' | 'overwrite') => Promise<void>
}

/**
 * Keeps the draft saved while it is edited, one request at a time.
 * @param prepare makes of the document what the server takes
 * @param onOther is given a draft that someone else saved while nothing here was unsaved
 */
export function useDraftSaving(
  template: TemplateView,
  document: TemplateDocument,
  prepare: (document: TemplateDocument) => TemplateDocument,
  onOther: (document: TemplateDocument) => void,
): DraftSaving {
  const client = useQueryClient()
  const keep = useKeepTemplate()
  const [status, setStatus] = useState<{ state: Saving; failure?: string; conflict: boolean }>({
    state: 'saved',
    conflict: false,
  })
  const newest = useRef({ document, prepare, onOther, keep })
  useEffect(() => {
    newest.current = { document, prepare, onOther, keep }
  })
  const saved = useRef({ document, revision: template.draftRevision })
  const going = useRef<Promise<number | undefined>>(undefined)
  const halted = useRef(false)

  const save = useCallback((): Promise<number | undefined> => {
    if (going.current) return going.current
    const attempt = async (): Promise<number | undefined> => {
      while (newest.current.document !== saved.current.document) {
        if (halted.current) return undefined
        const sent = newest.current.document
        setStatus({ state: 'saving', conflict: false })
        try {
          const body = { document: newest.current.prepare(sent), baseRevision: saved.current.revision }
          const view = await write(templates.saveTemplateDraft, { params: { templateId: template.id }, body })
          saved.current = { document: sent, revision: view.draftRevision }
          newest.current.keep(view)
        } catch (refused) {
          const conflict = refused instanceof ApiError && refused.code === 'draft_conflict'
          halted.current = conflict
          setStatus({ state: 'failed', failure: refused instanceof Error ? refused.message : undefined, conflict })
          return undefined
        }
      }
      setStatus({ state: 'saved', conflict: false })
      return saved.current.revision
    }
    going.current = attempt().finally(() => (going.current = undefined))
    return going.current
  }, [template.id])

  useEffect(() => {
    if (document === saved.current.document || halted.current) return
    setStatus((before) => (before.state === 'saving' ? before : { state: 'unsaved', conflict: false }))
    const timer = setTimeout(() => void save(), rest)
    return () => clearTimeout(timer)
  }, [document, save])

  // What was typed last is saved on the way out, and the browser asks before it throws any of it away.
  useEffect(() => {
    const warn = (event: BeforeUnloadEvent) => {
      if (newest.current.document !== saved.current.document) event.preventDefault()
    }
    window.addEventListener('beforeunload', warn)
    return () => {
      window.removeEventListener('beforeunload', warn)
      void save()
    }
  }, [save])

  useEffect(() => {
    if (going.current || halted.current || template.draftRevision <= saved.current.revision) return
    if (newest.current.document === saved.current.document) {
      saved.current = { document: template.draft, revision: template.draftRevision }
      newest.current.onOther(template.draft)
    } else {
      halted.current = true
      setStatus({ state: 'failed', conflict: true })
    }
  }, [template.draft, template.draftRevision])

  const resolve = async (choice: 'reload' | 'overwrite') => {
    const current = await client.fetchQuery({
      queryKey: queryKeys.template(template.id),
      queryFn: () => read(templates.getTemplate, { params: { templateId: template.id } }),
      staleTime: 0,
    })
    halted.current = false
    if (choice === 'reload') {
      saved.current = { document: current.draft, revision: current.draftRevision }
      newest.current.onOther(current.draft)
      setStatus({ state: 'saved', conflict: false })
    } else {
      saved.current = { ...saved.current, revision: current.draftRevision }
      await save()
    }
  }
  return { ...status, flush: save, resolve }
}
