import { IconChevronRight } from '@tabler/icons-react'
import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { useDocumentTitle, usePageSlots } from '../lib/page-slots.ts'
import classes from './page-header.module.css'

export type Crumb = { label: string; link: Pick<LinkProps, 'to' | 'params' | 'search'> }

/**
 * The page's title in the top bar and in the tab, where it stands, and what can be done with the page as a whole.
 * `titleInPage`: the page shows its own `<h1>`, so that the bar only says the way there.
 */
export function PageHeader({
  title,
  crumbs = [],
  actions,
  titleInPage = false,
}: {
  title: string
  crumbs?: readonly Crumb[]
  actions?: ReactNode
  titleInPage?: boolean
}) {
  const { t } = useTranslation()
  const slots = usePageSlots()
  useDocumentTitle(title)
  return (
    <>
      {slots.title &&
        createPortal(
          <div className={classes.root}>
            {crumbs.length > 0 && (
              <nav aria-label={t('breadcrumb')} className={classes.crumbs}>
                <ol>
                  {crumbs.map(({ label, link }) => (
                    <li key={label}>
                      <Link {...link}>{label}</Link>
                      <IconChevronRight size={14} aria-hidden />
                    </li>
                  ))}
                </ol>
              </nav>
            )}
            {titleInPage ? (
              <span className={classes.quiet} aria-hidden>
                {title}
              </span>
            ) : (
              <h1 className={classes.title}>{title}</h1>
            )}
          </div>,
          slots.title,
        )}
      {slots.actions && actions && createPortal(actions, slots.actions)}
    </>
  )
}
