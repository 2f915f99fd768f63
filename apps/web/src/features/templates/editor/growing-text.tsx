import { Textarea, type TextareaProps } from '@mantine/core'
import classes from './growing-text.module.css'

/** Measuring a text on each key makes the page lay itself out again; browsers that can size it themselves need not. */
const sizesItself = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

/** A text that is as tall as what stands in it. */
export function GrowingText({
  minRows = 1,
  maxRows,
  classNames,
  ...props
}: Omit<TextareaProps, 'autosize' | 'classNames'> & { classNames?: { root?: string; input?: string } }) {
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
