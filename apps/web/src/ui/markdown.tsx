import { lazy, Suspense } from 'react'
import classes from './markdown.module.css'

const MarkdownTree = lazy(() => import('./markdown-tree.tsx'))

/** Text that people wrote as Markdown, to read. No HTML, no pictures from elsewhere; `small` for help under fields. */
export function Markdown({ text, small = false }: { text: string; small?: boolean }) {
  return (
    <div className={classes.text} data-small={small || undefined}>
      <Suspense fallback={<p className={classes.plain}>{text}</p>}>
        <MarkdownTree text={text} />
      </Suspense>
    </div>
  )
}
