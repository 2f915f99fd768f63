import { ActionIcon, Tooltip } from '@mantine/core'
import { IconArrowsDiagonal, IconX } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import classes from './peek-panel.module.css'

/**
 * A panel at the right, over a list that stays at hand; on a phone it covers the page. Esc closes it. The focus goes
 * in when it opens; giving it back to the list is for `onClose`.
 * @param openLink the same thing as a page of its own
 * @param contentKey changes when something else is shown, so that the panel begins at its top again
 */
export function PeekPanel({
  title,
  openLink,
  onClose,
  contentKey,
  children,
}: {
  title: string
  openLink?: Pick<LinkProps, 'to' | 'params' | 'search'>
  onClose: () => void
  contentKey?: string
  children: ReactNode
}) {
  const { t } = useTranslation()
  const panel = useRef<HTMLElement>(null)
  // With braces: what newer browsers give back of these is no clean-up.
  useEffect(() => {
    panel.current?.focus({ preventScroll: true })
  }, [])
  useEffect(() => {
    panel.current?.scrollTo(0, 0)
  }, [contentKey])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      // Menus, pickers and dialogs close first.
      if (event.key !== 'Escape' || event.defaultPrevented) return
      // Pickers keep their closed lists in the page.
      const open = document.querySelectorAll('[aria-modal="true"], [role="listbox"], [role="menu"]')
      if ([...open].some((element) => element.checkVisibility())) return
      onClose()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [onClose])
  return (
    <aside className={`${classes.panel} no-print`} aria-label={title} tabIndex={-1} ref={panel}>
      <div className={classes.bar}>
        {openLink && (
          <Tooltip label={t('peek.open')}>
            <ActionIcon renderRoot={(props) => <Link {...openLink} {...props} />} aria-label={t('peek.open')} size={32}>
              <IconArrowsDiagonal size={18} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
        <span className={classes.space} />
        <Tooltip label={t('peek.close')}>
          <ActionIcon onClick={onClose} aria-label={t('peek.close')} size={32}>
            <IconX size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </div>
      {children}
    </aside>
  )
}
