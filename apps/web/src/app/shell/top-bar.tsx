import { Button, Tooltip } from '@mantine/core'
import { IconPlayerPlayFilled, IconSearch } from '@tabler/icons-react'
import { Link, useLocation } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { KeyHint } from '../../ui/key-hint.tsx'
import { paths } from '../paths.ts'
import classes from './shell.module.css'

/** The title of the page at the left (pages fill it), search and Launch at the right. */
export function TopBar({
  titleRef,
  actionsRef,
  onSearch,
}: {
  titleRef: (element: HTMLElement | null) => void
  actionsRef: (element: HTMLElement | null) => void
  onSearch: () => void
}) {
  const { t } = useTranslation()
  // There it would stand beside the button that launches.
  const isLaunching = useLocation({ select: ({ pathname }) => pathname.startsWith('/launch') })
  return (
    <header className={`${classes.top} no-print`}>
      <div className={classes.title} ref={titleRef} />
      <div className={classes.actions} ref={actionsRef} />
      <button type="button" className={classes.search} onClick={onSearch} aria-keyshortcuts="Control+K Meta+K">
        <IconSearch size={16} aria-hidden />
        <span className={classes.searchText}>{t('search')}</span>
        <KeyHint keys="mod+k" />
      </button>
      {!isLaunching && (
        <Tooltip label={t('launchHint')}>
          <Button
            component={Link}
            {...paths.launch()}
            className={classes.launch}
            leftSection={<IconPlayerPlayFilled size={14} aria-hidden />}
          >
            <span className={classes.launchText}>{t('launch')}</span>
          </Button>
        </Tooltip>
      )}
    </header>
  )
}
