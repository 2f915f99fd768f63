/** What became of a message at a channel. */
export type Outcome =
  | { kind: 'accepted' }
  /** It will never be taken, however often it is sent. */
  | { kind: 'refused'; why: string }
  /** It may be taken later; `after` is what the channel asked for, in milliseconds. */
  | { kind: 'failed'; why: string; after?: number }

/** The parts of the world that sending needs; tests bring their own. */
export interface Sending {
  fetch: typeof fetch
  now(): number
  pause(milliseconds: number): Promise<void>
  /** From 0 to 1. */
  random(): number
  /** A request without an answer after this many milliseconds has failed. */
  requestTimeout: number
}

const triesAtMost = 4
const firstPause = 500

/**
 * Posts JSON, and again while the channel says that it may be taken later, as long as there is time until `deadline`.
 * Neither address nor body ever stands in `why`: both may hold secrets.
 */
export async function post(sending: Sending, url: string, body: string, deadline: number): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await postOnce(sending, url, body)
    if (outcome.kind !== 'failed') return outcome
    // Jitter, so that instances which failed together do not come back together.
    const backOff = firstPause * 2 ** (attempt - 1) * (0.5 + sending.random() / 2)
    const pause = Math.max(outcome.after ?? 0, backOff)
    if (attempt >= triesAtMost || sending.now() + pause >= deadline) return outcome
    await sending.pause(pause)
  }
}

async function postOnce(sending: Sending, url: string, body: string): Promise<Outcome> {
  try {
    const response = await sending.fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(sending.requestTimeout),
    })
    const answer = (await response.text()).slice(0, 200)
    const { status } = response
    if (response.ok) return { kind: 'accepted' }
    if (status === 429 || status === 408 || status >= 500) {
      return { kind: 'failed', why: `it answered ${status}`, after: retryAfter(response, sending.now()) }
    }
    return { kind: 'refused', why: `it answered ${status}: ${answer}` }
  } catch (error) {
    return { kind: 'failed', why: `no answer (${reasonOf(error)})` }
  }
}

/** `Retry-After` in milliseconds, whether it is written as seconds or as a date. */
function retryAfter(response: Response, now: number): number | undefined {
  const header = response.headers.get('retry-after')
  if (!header) return undefined
  const seconds = Number(header)
  const milliseconds = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined
}

/** The code of a network error, such as `ECONNREFUSED`; its message could hold an address. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause as { code?: unknown } | undefined) : undefined
  if (typeof cause?.code === 'string') return cause.code
  return error instanceof Error ? error.name : 'unknown'
}
