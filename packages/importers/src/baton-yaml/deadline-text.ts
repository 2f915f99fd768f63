import { deadlineUnits, type Deadline, type DeadlineUnit } from '@baton/engine'

/**
 * A deadline in words: `2 days after launch`, `4 hours after opening`, `1 week after step sign`,
 * `3 days before field start_date`. Undefined for the rare one that words would change: with `direction: after`
 * written out where it goes without saying.
 */
export function deadlineText(deadline: Deadline): string | undefined {
  const { amount, unit, direction, from } = deadline
  if (direction === 'after') return undefined
  const anchor =
    'launch' in from
      ? 'launch'
      : 'opened' in from
        ? 'opening'
        : 'completed' in from
          ? `step ${from.completed}`
          : `field ${from.field}`
  const text = `${amount} ${amount === 1 ? unit.slice(0, -1) : unit} ${direction ?? 'after'} ${anchor}`
  return deadlineFrom(text) ? text : undefined
}

/** The words that `deadlineText` writes; undefined when they are something else. */
export function deadlineFrom(text: string): Deadline | undefined {
  const [, amount, word, direction, anchor, key] =
    /^(\d{1,5}) +([a-z]+) +(after|before) +(launch|opening|step|field)(?: +([a-z][a-z0-9_]*))?$/.exec(text.trim()) ?? []
  const unit = deadlineUnits.find((each: DeadlineUnit) => each === word || each.slice(0, -1) === word)
  if (!amount || !unit || !anchor) return undefined
  const from = anchorFrom(anchor, key)
  return from && { amount: Number(amount), unit, ...(direction === 'before' ? { direction } : {}), from }
}

function anchorFrom(anchor: string, key: string | undefined): Deadline['from'] | undefined {
  if (anchor === 'launch' && !key) return { launch: true }
  if (anchor === 'opening' && !key) return { opened: true }
  if (anchor === 'step' && key) return { completed: key }
  if (anchor === 'field' && key) return { field: key }
  return undefined
}

/** What a deadline in words looks like, for messages. */
export const deadlineHint =
  'words such as “2 days after launch”, “4 hours after opening”, “1 week after step <id>” or “3 days before field <id>”'
