import type { ReactNode } from 'react'

const line = {
  fill: 'none',
  stroke: 'var(--line-strong)',
  strokeWidth: 2,
  strokeLinecap: 'round',
  strokeLinejoin: 'round',
} as const
const accent = { ...line, stroke: 'var(--accent)' } as const
const surface = { ...line, fill: 'var(--canvas)' } as const

const drawings = {
  /** A ticked list, nothing left on it. */
  done: (
    <>
      <rect x="34" y="14" width="64" height="66" rx="6" {...surface} />
      <path d="M58 34h28M58 48h28M58 62h18" {...line} />
      <path d="m42 34 3 3 6-7M42 48l3 3 6-7M42 62l3 3 6-7" {...accent} />
    </>
  ),
  /** A track with a baton on its way. */
  track: (
    <>
      <path d="M10 70c18-34 34 6 56-20s36-8 56-26" {...line} strokeDasharray="1 7" />
      <circle cx="10" cy="70" r="4" {...surface} />
      <circle cx="122" cy="24" r="4" {...surface} />
      <g transform="rotate(-38 66 50)">
        <rect x="44" y="45" width="44" height="11" rx="5.5" {...surface} stroke="var(--accent)" />
        <path d="M56 45v11M76 45v11" {...accent} />
      </g>
    </>
  ),
  /** A page being written. */
  page: (
    <>
      <path d="M38 12h40l18 18v50H38z" {...surface} />
      <path d="M78 12v18h18" {...line} />
      <path d="M50 42h34M50 54h34M50 66h20" {...line} />
      <path d="m88 78 18-18 7 7-18 18-9 2z" {...surface} stroke="var(--accent)" />
    </>
  ),
  /** Two people and what goes from one to the other. */
  people: (
    <>
      <circle cx="40" cy="32" r="12" {...surface} />
      <path d="M18 78c0-16 10-24 22-24s22 8 22 24" {...line} />
      <circle cx="92" cy="32" r="12" {...surface} />
      <path d="M70 78c0-16 10-24 22-24s22 8 22 24" {...line} />
      <path d="M58 42h16" {...accent} strokeWidth={5} />
    </>
  ),
  /** A tray with a letter. */
  mail: (
    <>
      <rect x="30" y="20" width="72" height="50" rx="6" {...surface} />
      <path d="m32 26 34 24 34-24" {...accent} />
      <path d="M44 82h44" {...line} />
    </>
  ),
  /** A magnifier over nothing. */
  search: (
    <>
      <circle cx="60" cy="42" r="22" {...surface} />
      <path d="m77 59 20 20" {...accent} strokeWidth={4} />
      <path d="M50 42h20" {...line} />
    </>
  ),
  /** A track that stops. */
  lost: (
    <>
      <path d="M12 64h34" {...line} />
      <path d="M86 64h34" {...line} strokeDasharray="1 7" />
      <path d="m56 76 4-24M72 76l4-24" {...accent} />
      <circle cx="66" cy="30" r="12" {...surface} />
      <path d="M63 27a3.5 3.5 0 1 1 4 4v2M66.5 37v.1" {...accent} />
    </>
  ),
  /** A baton in two pieces. */
  broken: (
    <>
      <g transform="rotate(-14 46 46)">
        <path d="M62 40H28a6 6 0 0 0 0 12h30l4-6-3-3z" {...surface} />
      </g>
      <g transform="rotate(16 90 50)">
        <path d="m74 44 34 0a6 6 0 0 1 0 12H72l4-6-4-3z" {...surface} />
      </g>
      <path d="M68 22v10M56 26l4 8M80 26l-4 8" {...accent} />
    </>
  ),
} satisfies Record<string, ReactNode>

export type DrawingName = keyof typeof drawings

/** Small line drawings for empty pages; decoration only. */
export function Drawing({ name, className }: { name: DrawingName; className?: string }) {
  return (
    <svg viewBox="0 0 132 92" className={className} aria-hidden focusable="false">
      {drawings[name]}
    </svg>
  )
}
