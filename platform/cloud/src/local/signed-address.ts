import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'

/** Of whoever may sign. */
export type Keys = { accessKeyId: string; secretAccessKey: string }
/** A request as far as a signature tells of it. */
export type Signed = { method?: string; url?: string; headers: IncomingHttpHeaders }
export type Refusal = { code: string; message: string }

const algorithm = 'AWS4-HMAC-SHA256'

/**
 * Why S3 would not take a request, by Signature Version 4. An address is judged wholly: its time, method, path,
 * parameters and the headers it was signed with. Of the programs' own requests, which carry their signature in a header,
 * it is seen that there is one.
 */
export function refusalOf(
  { method = 'GET', url = '/', headers }: Signed,
  keys: Keys,
  now = new Date(),
): Refusal | undefined {
  const [path = '/', query = ''] = url.split('?', 2)
  const given = new URLSearchParams(query)
  if (!given.has('X-Amz-Signature')) {
    const credential = `${algorithm} Credential=${keys.accessKeyId}/`
    return headers.authorization?.startsWith(credential) ? undefined : denied('Access Denied')
  }
  const [id, date, region, service, end] = (given.get('X-Amz-Credential') ?? '').split('/')
  if (given.get('X-Amz-Algorithm') !== algorithm || id !== keys.accessKeyId || !date || !region || !service || !end)
    return denied('The address was signed by somebody unknown.')
  const signedAt = given.get('X-Amz-Date') ?? ''
  const seconds = (now.getTime() - instantOf(signedAt)) / 1000
  // Written so that what is no number is refused.
  if (!(seconds <= Number(given.get('X-Amz-Expires')))) return denied('Request has expired')

  const names = (given.get('X-Amz-SignedHeaders') ?? '').split(';')
  const canonical = [
    method,
    path,
    query
      .split('&')
      .filter((part) => !part.startsWith('X-Amz-Signature='))
      .toSorted()
      .join('&'),
    ...names.map((name) => `${name}:${String(headers[name] ?? '').trim()}`),
    '',
    names.join(';'),
    'UNSIGNED-PAYLOAD',
  ].join('\n')
  const scope = [date, region, service, end].join('/')
  const text = [algorithm, signedAt, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [date, region, service, end].reduce(
    (secret: Buffer, part) => createHmac('sha256', secret).update(part).digest(),
    Buffer.from(`AWS4${keys.secretAccessKey}`),
  )
  const expected = createHmac('sha256', key).update(text).digest()
  const found = Buffer.from(given.get('X-Amz-Signature')!, 'hex')
  if (found.length === expected.length && timingSafeEqual(found, expected)) return undefined
  return {
    code: 'SignatureDoesNotMatch',
    message: 'The request signature we calculated does not match the signature you provided.',
  }
}

const denied = (message: string): Refusal => ({ code: 'AccessDenied', message })

/** `20260304T050607Z` as milliseconds; NaN when it is none. */
const instantOf = (text: string): number =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
