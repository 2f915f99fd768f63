import { isMac } from '../lib/actions.ts'
import classes from './key-hint.module.css'

const signs: Record<string, string> = {
  mod: isMac ? '⌘' : 'Ctrl',
  shift: '⇧',
  alt: isMac ? '⌥' : 'Alt',
  Enter: '↵',
  Escape: 'Esc',
  ArrowUp: '↑',
  ArrowDown: '↓',
}

/** Keys as they are written on the keyboard. `keys` as in `Action`. Decoration: the action says them to readers. */
export function KeyHint({ keys }: { keys: string }) {
  return (
    <span className={classes.keys} aria-hidden>
      {keys.split(' ').map((press, at) => (
        // The same key may come twice.
        <span key={`${at}${press}`} className={classes.press}>
          {press.split('+').map((part) => (
            <kbd key={part}>{signs[part] ?? part.toUpperCase()}</kbd>
          ))}
        </span>
      ))}
    </span>
  )
}
