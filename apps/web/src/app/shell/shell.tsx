import { useMantineColorScheme } from '@mantine/core'
import { Outlet, useRouter } from '@tanstack/react-router'
import { Suspense, useEffect, useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Action, listenToKeys, useActions } from '../../lib/actions.ts'
import { useLocalSetting } from '../../lib/local-setting.ts'
import { PageSlotsContext } from '../../lib/page-slots.ts'
import { useMe } from '../../lib/session.ts'
import { paths } from '../paths.ts'
import { PendingPage } from '../pending-page.tsx'
import { BottomBar } from './bottom-bar.tsx'
import { ConnectionStrip } from './connection-strip.tsx'
import { Rail } from './rail.tsx'
import classes from './shell.module.css'
import { TopBar } from './top-bar.tsx'
import { useFocusOnNavigation } from './use-focus-on-navigation.ts'
import { lazyPart } from '../../ui/lazy-part.tsx'

const Palette = lazyPart(() => import('../palette/palette.tsx'), { floating: true })
const KeySheet = lazyPart(() => import('./key-sheet.tsx'), { floating: true })

/** What stands around every page of a signed-in member. */
export function Shell() {
  const { t } = useTranslation()
  const router = useRouter()
  const { preferences } = useMe()
  const [folded, setFolded] = useLocalSetting('rail', 'open')
  const [open, setOpen] = useState<'palette' | 'keys'>()
  const [title, setTitle] = useState<HTMLElement | null>(null)
  const [actions, setActions] = useState<HTMLElement | null>(null)
  const slots = useMemo(() => ({ title, actions }), [title, actions])

  useEffect(() => listenToKeys(), [])
  useFocusOnNavigation()
  useEffect(() => {
    document.documentElement.dataset.density = preferences.density ?? 'comfortable'
  }, [preferences.density])

  // What was chosen on another device holds here too.
  const { setColorScheme } = useMantineColorScheme()
  useEffect(() => {
    if (preferences.colorScheme) setColorScheme(preferences.colorScheme)
  }, [preferences.colorScheme, setColorScheme])

  const go = (to: Parameters<typeof router.navigate>[0]) => () => void router.navigate(to)
  const general: Action[] = [
    { id: 'go-tasks', label: t('nav.tasks'), keys: 'g t', run: go(paths.tasks()) },
    { id: 'go-processes', label: t('nav.processes'), keys: 'g p', run: go(paths.processes()) },
    { id: 'go-templates', label: t('nav.templates'), keys: 'g m', run: go(paths.templates()) },
    { id: 'go-people', label: t('nav.people'), keys: 'g o', run: go(paths.people()) },
    { id: 'go-settings', label: t('nav.settings'), keys: 'g s', run: go(paths.settings()) },
    { id: 'launch', label: t('launch'), keys: 'l', run: go(paths.launch()) },
    { id: 'palette', label: t('palette.open'), keys: 'mod+k', run: () => setOpen('palette'), keysOnly: true },
    { id: 'search', label: t('search'), keys: '/', run: () => setOpen('palette'), keysOnly: true },
    { id: 'keys', label: t('keys.title'), keys: '?', run: () => setOpen('keys') },
    { id: 'rail', label: t('nav.fold'), keys: '[', run: () => setFolded(folded === 'open' ? 'folded' : 'open') },
  ]
  useActions(t('keys.anywhere'), general)

  return (
    <PageSlotsContext value={slots}>
      <div className={classes.shell} data-rail={folded}>
        <a className={classes.skip} href="#main">
          {t('skip')}
        </a>
        <Rail
          folded={folded === 'folded'}
          onFold={() => setFolded(folded === 'open' ? 'folded' : 'open')}
          onKeys={() => setOpen('keys')}
        />
        <div className={classes.column}>
          <TopBar titleRef={setTitle} actionsRef={setActions} onSearch={() => setOpen('palette')} />
          <ConnectionStrip />
          <main id="main" tabIndex={-1} className={classes.main}>
            <Suspense fallback={<PendingPage />}>
              <Outlet />
            </Suspense>
          </main>
        </div>
        <BottomBar />
        <Suspense fallback={null}>
          {open === 'palette' && <Palette onClose={() => setOpen(undefined)} />}
          {open === 'keys' && <KeySheet onClose={() => setOpen(undefined)} />}
        </Suspense>
      </div>
    </PageSlotsContext>
  )
}
