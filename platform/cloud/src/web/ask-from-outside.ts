import { cloud } from '@baton/runtime'

/** The world as the one who asks meets it. The Lambda brings the true one, tests bring servers and a clock. */
export interface Outside {
  fetch: typeof fetch
  /** Until when the certificate is good that this host shows to whoever knocks. */
  certificateEnds: (host: string) => Promise<Date>
  now: () => Date
  /** Milliseconds that one answer may take. */
  patience: number
}

export interface Found {
  /** What people would not get, one sentence each; empty when all is well. */
  faults: string[]
  /** Whole days that the certificate is still good for; absent when none was met. */
  certificateDays?: number
}

const day = 24 * 60 * 60 * 1000

/**
 * Asks for Baton as a browser would: the page, the first script it names, and whether the programs behind the balancer
 * are ready.
 * @param address where people find it, without a slash at the end: `https://app.your-company.com`
 */
export async function askFromOutside(address: string, outside: Outside): Promise<Found> {
  const [page, api, certificateDays] = await Promise.all([
    faultOfPage(address, outside),
    faultOf(`${address}${cloud.paths.ready}`, undefined, outside),
    daysOfCertificate(new URL(address), outside),
  ])
  return {
    faults: [page, api, typeof certificateDays === 'string' ? certificateDays : undefined].filter(
      (fault) => fault !== undefined,
    ),
    ...(typeof certificateDays === 'number' && { certificateDays }),
  }
}

async function faultOfPage(address: string, outside: Outside): Promise<string | undefined> {
  const asked = await ask(`${address}/`, 'text/html', outside)
  if (typeof asked === 'string') return asked
  const script = /<script[^>]* src="(\/assets\/[^"]+\.js)"/.exec(asked.text)?.[1]
  if (!script) return `${address}/ answers with a page that is not Baton’s: it names no script of the web app.`
  // A page that was brought before its scripts shows nothing but itself.
  return faultOf(`${address}${script}`, 'text/javascript', outside)
}

async function faultOf(url: string, type: string | undefined, outside: Outside): Promise<string | undefined> {
  const asked = await ask(url, type, outside)
  return typeof asked === 'string' ? asked : undefined
}

/** @returns what was answered, or why that is not what people need */
async function ask(url: string, type: string | undefined, { fetch, patience }: Outside) {
  const started = performance.now()
  try {
    const answer = await fetch(url, {
      headers: { accept: type ?? '*/*', 'user-agent': 'baton-asks-from-outside' },
      redirect: 'manual',
      signal: AbortSignal.timeout(patience),
    })
    const text = await answer.text()
    const from = answer.headers.get('x-cache') ? ` (${answer.headers.get('x-cache')})` : ''
    if (answer.status !== 200) return `${url} answers ${answer.status}${from}, not 200: ${text.slice(0, 200)}`
    const found = answer.headers.get('content-type') ?? 'no type'
    if (type && !found.startsWith(type)) return `${url} is ${found}, not ${type}${from}.`
    return { text }
  } catch (error) {
    return `${url} does not answer: ${reasonOf(error)} after ${Math.round(performance.now() - started)} ms.`
  }
}

async function daysOfCertificate({ protocol, hostname }: URL, { certificateEnds, now }: Outside) {
  if (protocol !== 'https:') return undefined
  try {
    return Math.floor(((await certificateEnds(hostname)).getTime() - now().getTime()) / day)
  } catch (error) {
    return `${hostname} shows no certificate: ${reasonOf(error)}.`
  }
}

/** What fetch says hides its cause one step deeper. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as { message?: string; cause?: { code?: string; message?: string } }
  return cause?.code ?? cause?.message ?? message ?? String(error)
}
