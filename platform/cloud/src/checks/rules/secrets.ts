import type { Finding } from '../finding.ts'
import { fault, textsIn, type Rule } from '../rule.ts'

const id = 'secret-in-plain-text'

/** What secrets look like, whatever the property is called. */
const shapes: [RegExp, string][] = [
  [/\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bxox[abprs]-[0-9A-Za-z-]{10,}/, 'a token of Slack'],
  [/hooks\.slack\.com\/services\/T[0-9A-Z]+\/B/, 'a webhook of Slack'],
  [/\bgh[pousr]_[0-9A-Za-z]{30,}/, 'a token of GitHub'],
  [/\b[a-z][a-z0-9+]*:\/\/[^\s:/@{}]+:[^\s:/@{}]+@/i, 'an address with a password in it'],
]
const names = /(?:password|passwd|secret|token|routing_?key|api_?key|smtp_url|private_?key)$/i
/** Properties whose names sound like secrets and which hold none. */
const harmless = /(?:arn|_id|name|policy|Enabled|Rotation|KmsKeyId|httpTokens|NextToken)$/i

/** Secrets are named by their place in Secrets Manager; a template is read by many. */
export const noPlainSecrets: Rule = ({ linked }) =>
  linked.resources.flatMap((placed) => [
    ...textsIn(placed.properties).flatMap(({ path, text }): Finding[] => {
      const shape = shapes.find(([pattern]) => pattern.test(text))
      if (shape) return [told(placed, `It holds ${shape[1]}`, path)]
      const name = path.slice(path.lastIndexOf('.') + 1)
      // Words that AWS gives to choose from are short.
      return text.length >= 8 && isSecret(name, text) ? [told(placed, `${name} holds a text`, path)] : []
    }),
    ...(filledSecret(placed.properties['SecretString'])
      ? [told(placed, 'The secret is filled in', 'SecretString')]
      : []),
    // Environments name their variables in a property beside the value.
    ...settingsOf(placed.properties)
      .filter(({ OptionName, Value }) => typeof Value === 'string' && isSecret(String(OptionName), Value))
      .map(({ OptionName }) =>
        fault(
          id,
          placed,
          `${String(OptionName)} holds a text`,
          'Put it into the secret of settings by that name: programs read it there (“Secret settings” in docs/guides/cloud.md).',
          `OptionSettings.${String(OptionName)}`,
        ),
      ),
  ])

const told = (placed: Parameters<typeof fault>[1], says: string, path: string) =>
  fault(
    id,
    placed,
    says,
    'Put it into Secrets Manager and give its ARN, or a {{resolve:secretsmanager:…}} reference.',
    path,
  )

const isSecret = (name: string, text: string) =>
  names.test(name) &&
  !harmless.test(name) &&
  text !== '' &&
  !text.startsWith('{{resolve:') &&
  // What another resource tells is no text of ours.
  !/^\{.+\}$/.test(text) &&
  !text.startsWith('arn:') &&
  !/^(?:true|false|required|optional)$/.test(text)

const settingsOf = (properties: Record<string, unknown>) =>
  (properties['OptionSettings'] ?? []) as { OptionName?: unknown; Value?: unknown }[]

/** A secret may be made with its names and nothing behind them: people fill it in where it lies. */
function filledSecret(text: unknown): boolean {
  if (typeof text !== 'string' || text === '' || text.startsWith('{{resolve:')) return false
  try {
    return Object.values(JSON.parse(text) as Record<string, unknown>).some((value) => value !== '')
  } catch {
    return true
  }
}
