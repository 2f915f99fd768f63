import type { TemplateView } from '@baton/contract'
import { findingsOf, type TemplateDocument } from '@baton/engine'
import { Drawer } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { Suspense, useCallback, useDeferredValue, useEffect, useMemo, useReducer, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { paths } from '../../../app/paths.ts'
import { useActions } from '../../../lib/actions.ts'
import { usePeople } from '../../../lib/people.ts'
import { PageHeader } from '../../../ui/page-header.tsx'
import { toast } from '../../../ui/toast.tsx'
import { savable, withoutBlankOptions } from './document/savable.ts'
import { DraftConflict } from './draft-conflict.tsx'
import {
  type Editor as EditorValue,
  EditorContext,
  type EditorHands,
  EditorHandsContext,
  type StepTab,
} from './editor-context.ts'
import { editorReducer, type Selection, startEditor } from './editor-state.ts'
import { EditorToolbar } from './editor-toolbar.tsx'
import { placeOf } from './finding-places.ts'
import classes from './editor.module.css'
import { Outline } from './outline.tsx'
import { Panel } from './panel.tsx'
import { PublishDialog } from './publish-dialog.tsx'
import { useDraftSaving } from './use-draft-saving.ts'
import { lazyPart } from '../../../ui/lazy-part.tsx'

const CodeView = lazyPart(() => import('./code-view.tsx'), { early: false })
const TryIt = lazyPart(() => import('./try-it.tsx'))

/** The editor: the document one types, what is selected at its right, or the draft being tried out there. */
export function Editor({ template }: { template: TemplateView }) {
  const { t } = useTranslation('editor')
  const search = useSearch({ from: '/shell/templates/$templateId' })
  const navigate = useNavigate({ from: '/templates/$templateId' })
  const [state, dispatch] = useReducer(editorReducer, template.draft, (draft) =>
    startEditor(draft, selectionIn(search.step, draft)),
  )
  const [trying, setTrying] = useState(false)
  const [publishing, setPublishing] = useState(false)
  const [panelOpen, setPanelOpen] = useState(false)
  const isNarrow = useMediaQuery('(max-width: 62em)') ?? false
  const { members, groups } = usePeople()

  const prepare = (document: TemplateDocument) => savable(document, (kind) => t(`fieldType.${kind}`))
  const saving = useDraftSaving(template, state.document, prepare, (document) => {
    dispatch({ type: 'replace', document })
    toast(t('changedElsewhere'))
  })

  const newest = useRef(state)
  useEffect(() => {
    newest.current = state
  })
  const hands = useMemo<EditorHands>(
    () => ({
      dispatch,
      edit: (change, options) => dispatch({ type: 'edit', change, at: Date.now(), ...options }),
      select: (selection) => dispatch({ type: 'select', selection }),
      current: () => newest.current,
    }),
    [],
  )

  // What is open stands in the address, so that it survives a reload and can be sent to a colleague.
  const { selection } = state
  const step = selection.at === 'step' ? selection.step : selection.at === 'kickoff' ? 'kickoff' : undefined
  useEffect(() => {
    if (search.step !== step)
      void navigate({ search: (before) => ({ ...before, step }), replace: true, resetScroll: false })
  }, [step, search.step, navigate])
  const tab: StepTab = search.tab ?? 'form'
  const setTab = useCallback(
    (next: StepTab) =>
      void navigate({
        search: (before) => ({ ...before, tab: next === 'form' ? undefined : next }),
        replace: true,
        resetScroll: false,
      }),
    [navigate],
  )

  const checked = useDeferredValue(state.document)
  const found = useMemo(() => {
    const known = members.length > 0 ? { members: idsOf(members), groups: idsOf(groups) } : undefined
    return findingsOf(withoutBlankOptions(checked), known).map((finding) => ({
      finding,
      place: placeOf(finding, checked),
    }))
  }, [checked, members, groups])
  const findings = useSame(found)

  const editor = useMemo<EditorValue>(
    () => ({ ...hands, state, tab, setTab, findings }),
    [hands, state, tab, setTab, findings],
  )
  useActions(t('keys.title'), [
    { id: 'editor-undo', label: t('undo'), keys: 'mod+z', run: () => dispatch({ type: 'undo' }) },
    { id: 'editor-redo', label: t('redo'), keys: 'mod+shift+z', run: () => dispatch({ type: 'redo' }) },
    { id: 'editor-save', label: t('saveNow'), keys: 'mod+s', run: () => void saving.flush() },
    { id: 'editor-try', label: t('tryIt.title'), run: () => setTrying((now) => !now) },
    { id: 'editor-publish', label: t('publish.title'), run: () => setPublishing(true) },
    // Enter is not among them: it would be taken from every button of the page.
    ...(['alt+ArrowUp', 'alt+ArrowDown', 'mod+d', 'mod+Enter'] as const).map((keys) => ({
      id: `editor-${keys}`,
      label: t(`keys.${keys.replaceAll('+', '_')}`),
      keys,
      run: () => {},
      keysOnly: true,
    })),
  ])

  const closePanel = useCallback(() => setPanelOpen(false), [])
  const isCode = search.view === 'code'
  const side = trying ? (
    <Suspense>
      <TryIt document={checked} onClose={() => setTrying(false)} />
    </Suspense>
  ) : (
    <Panel onClose={isNarrow ? closePanel : undefined} />
  )
  return (
    <EditorHandsContext value={hands}>
      <EditorContext value={editor}>
        <PageHeader
          title={state.document.title || t('template.untitled')}
          titleInPage
          crumbs={[{ label: t('templates'), link: paths.templates() }]}
          actions={
            <EditorToolbar
              template={template}
              saving={saving}
              trying={trying}
              onTry={() => {
                setTrying(!trying)
                setPanelOpen(!trying)
              }}
              onPublish={() => setPublishing(true)}
            />
          }
        />
        <div className={classes.root} data-side={isCode || isNarrow ? undefined : ''}>
          <div className={classes.main}>
            <h1 className="visually-hidden">
              {t('heading', { title: state.document.title || t('template.untitled') })}
            </h1>
            {saving.conflict && <DraftConflict saving={saving} />}
            {isCode ? (
              <Suspense>
                <CodeView document={prepare(checked)} />
              </Suspense>
            ) : (
              <>
                <Outline />
                {isNarrow && (
                  <button type="button" className={classes.openPanel} onClick={() => setPanelOpen(true)}>
                    {t('openDetails')}
                  </button>
                )}
              </>
            )}
          </div>
          {!isCode && !isNarrow && (
            <aside className={classes.side} aria-label={trying ? t('tryIt.title') : t('details')}>
              {side}
            </aside>
          )}
        </div>
        {isNarrow && (
          <Drawer.Root
            opened={panelOpen && !isCode}
            onClose={() => {
              setPanelOpen(false)
              setTrying(false)
            }}
            position="right"
            size="100%"
          >
            <Drawer.Overlay />
            <Drawer.Content aria-label={trying ? t('tryIt.title') : t('details')}>
              <Drawer.Body p={0}>{side}</Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        )}
        <PublishDialog
          template={template}
          opened={publishing}
          onClose={() => setPublishing(false)}
          flush={saving.flush}
          onPlace={(place) => {
            setPublishing(false)
            setTrying(false)
            setPanelOpen(true)
            hands.select(place.selection)
            if (place.tab) setTab(place.tab)
            // On the way back to the button of the dialog the keyboard would pass rows that open something else.
            requestAnimationFrame(() => globalThis.document.querySelector<HTMLElement>('[data-panel-start]')?.focus())
          }}
        />
      </EditorContext>
    </EditorHandsContext>
  )
}

/** The former value for as long as the next one says the same, so that what shows it need not be drawn anew. */
function useSame<T>(next: T): T {
  const [kept, setKept] = useState(next)
  if (kept === next || JSON.stringify(kept) === JSON.stringify(next)) return kept
  setKept(next)
  return next
}

const idsOf = (list: readonly { id: string }[]) => new Set(list.map(({ id }) => id))

const selectionIn = (step: string | undefined, document: TemplateDocument): Selection => {
  if (step === 'kickoff') return { at: 'kickoff' }
  return document.steps.some(({ id }) => id === step) ? { at: 'step', step: step! } : { at: 'template' }
}
