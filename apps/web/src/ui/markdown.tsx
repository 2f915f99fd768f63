import { Suspense } from 'react'
import { lazyPart } from './lazy-part.tsx'
import classes from './markdown.module.css'

const Plain = ({ text }: { text: string }) => <p className={classes.plain}>{text}</p>
const MarkdownTree = lazyPart(() => import('./markdown-tree.tsx'), { early: false, instead: Plain })

/** Text that people wrote as Markdown, to read. No HTML, no pictures from elsewhere; `small` for help under fields. */
export function Markdown({ text, small = false }: { text: string; small?: boolean }) {
  return (
    <div className={classes.text} data-small={small || undefined}>
      <Suspense fallback={<Plain text={text} />}>
        <MarkdownTree text={text} />
      </Suspense>
    </div>
  )
}
