import { Textarea, type TextareaProps } from '@mantine/core'
import type { ReactNode } from 'react'
import { Markdown } from '../../../ui/markdown.tsx'
import classes from './growing-text.module.css'

/** Measuring a text on each key makes the page lay itself out again; browsers that can size it themselves need not. */
const sizesItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

/** Signs that do not say what they mean to somebody who does not know Markdown. */
const marked = /[*_`~[\]#>|\\]|^\s*([-+]|\d+[.)])\s|\n/m

/**
 * A text that is as tall as what stands in it.
 * @param markdown shows it as it will be read while nobody writes in it
 */
export function GrowingText({
  minRows = 1,
  maxRows,
  classNames,
  markdown = false,
  ...rest
}: Omit<TextareaProps, 'autosize' | 'classNames' | 'value'> & {
  classNames?: { root?: string; input?: string }
  value: string
  markdown?: boolean
}) {
  const { value } = rest
  const props = { ...rest, ...(markdown ? { inputContainer: asRead } : {}) }
  function asRead(field: ReactNode) {
    const reads = marked.test(value)
    return (
      <div className={reads ? classes.written : undefined} data-boxed={rest.variant !== 'unstyled' || undefined}>
        {reads && (
          <div className={`${classes.read} ${classNames?.input ?? ''}`} inert aria-hidden>
            <Markdown text={value} />
          </div>
        )}
        {field}
      </div>
    )
  }
  if (!sizesItself) return <Textarea {...props} autosize minRows={minRows} maxRows={maxRows} classNames={classNames} />
  return (
    <Textarea
      {...props}
      rows={minRows}
      classNames={{ ...classNames, input: `${classes.input} ${classNames?.input ?? ''}` }}
      styles={{
        input: {
          '--rows-min': minRows,
          '--rows-max': maxRows ?? 1000,
          '--rows-around': props.variant === 'unstyled' ? '4px' : '14px',
        } as Record<string, number | string>,
      }}
    />
  )
}
