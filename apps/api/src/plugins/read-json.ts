import { UserError } from '@baton/engine'
import type { FastifyInstance } from 'fastify'

/**
 * Objects and lists inside one another. A template's deepest rule stays far below; what lies deeper has no honest sender,
 * and would exhaust the stack of whatever walks it.
 */
const deepest = 100

/**
 * Reads bodies of JSON. Says what is wrong with one that cannot be read and where, and refuses what is compressed, in
 * another encoding than UTF-8, nested without end, or would change prototypes.
 */
export function readJson(server: FastifyInstance): void {
  const parse = server.getDefaultJsonParser('error', 'error')
  server.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    const text = body as string
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity')
      return done(refusal(`A body that is not compressed was wanted, found ${encoding}.`, 415))
    const charset = /charset\s*=\s*"?([\w-]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8'
    if (!/^(utf-?8|us-ascii)$/i.test(charset)) return done(refusal(`JSON in UTF-8 was wanted, found ${charset}.`, 415))
    if (isDeeperThan(deepest, text))
      return done(
        new UserError(
          'invalid_request',
          `At most ${deepest} objects and lists inside one another were wanted, found more.`,
        ),
      )
    void parse(request, text, (error, value) =>
      done(error && text !== '' ? refusal(whyUnreadable(text), 400) : error, value),
    )
  })
}

const refusal = (message: string, statusCode: number) => Object.assign(new Error(message), { statusCode })

function whyUnreadable(text: string): string {
  try {
    JSON.parse(text)
  } catch (error) {
    return `The body is not JSON that can be read: ${(error as Error).message}.`
  }
  return 'A body without the keys “__proto__” and “constructor.prototype” was wanted, found one of them.'
}

/** Looks at brackets only, and at nothing where the text is too short for so many: bodies of tasks are. */
function isDeeperThan(most: number, text: string): boolean {
  if (text.length <= 2 * most) return false
  let depth = 0
  let inText = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) inText = !inText
    else if (inText) at += code === backslash ? 1 : 0
    else if (code === leftBrace || code === leftBracket) {
      if ((depth += 1) > most) return true
    } else if (code === rightBrace || code === rightBracket) depth -= 1
  }
  return false
}

const [quote, backslash, leftBrace, rightBrace, leftBracket, rightBracket] = [...'"\\{}[]'].map((sign) =>
  sign.charCodeAt(0),
)
