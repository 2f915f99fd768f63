import type { IncomingMessage } from 'node:http'
import { byteCount, milliseconds, readNginxConfig, wordsOf, type Directive } from './nginx-config.ts'

/** What settings of nginx say of one location. Times in milliseconds. */
export type Place = {
  /** Absent: nothing is handed on from here. */
  to?: { host: string; port: number }
  /** So many idle connections to the program are kept; 0: each request has its own. */
  keep: number
  /** How long an idle connection to the program is kept. */
  idle: number
  largestBody: number
  connectTimeout: number
  readTimeout: number
  admits: (address: string) => boolean
  headersFor: (asked: IncomingMessage) => Map<string, string>
}

export type ProxyRules = {
  listen: { host: string; port: number }
  /** How long an idle connection of a client is kept. */
  keepAlive: number
  /** How long a client may take to send its headers. */
  headers: number
  /** The location for a path, as nginx chooses it: the same path, else the longest beginning. */
  placeOf: (path: string) => Place | undefined
}

/**
 * Reads the rules from the file nginx would be started with. Directives that do not decide over a request are passed
 * over; a directive of `location` that this cannot obey is refused, so that a test never shows what nginx would not do.
 */
export function proxyRules(file: string): ProxyRules {
  const root = readNginxConfig(file)
  const http = blockOf(root, 'http')
  const server = blockOf(http, 'server')
  const listen = wordsOf([server], 'listen')![0]!.split(':')
  const exact = new Map<string, Place>()
  const prefixes: [string, Place][] = []
  for (const { name, words, block } of server) {
    if (name !== 'location') continue
    const place = placeFrom([http, server, block!], http)
    if (words[0] === '=') exact.set(words[1]!, place)
    else if (words.length === 1) prefixes.push([words[0]!, place])
    else throw new Error(`“location ${words.join(' ')}” is not understood without nginx itself.`)
  }
  prefixes.sort(([a], [b]) => b.length - a.length)
  return {
    listen: { host: listen[0]!, port: Number(listen[1]) },
    keepAlive: milliseconds(wordsOf([http, server], 'keepalive_timeout')?.[0] ?? '75s'),
    headers: milliseconds(wordsOf([http, server], 'client_header_timeout')?.[0] ?? '60s'),
    placeOf: (path) => exact.get(path) ?? prefixes.find(([prefix]) => path.startsWith(prefix))?.[1],
  }
}

const obeyed = new Set([
  'proxy_pass',
  'proxy_http_version',
  'proxy_set_header',
  'proxy_buffering',
  'proxy_read_timeout',
  'proxy_send_timeout',
  'proxy_connect_timeout',
  'client_max_body_size',
  'allow',
  'deny',
])

function placeFrom(blocks: Directive[][], http: Directive[]): Place {
  const own = blocks.at(-1)!
  const strange = own.find(({ name }) => !obeyed.has(name))
  if (strange) throw new Error(`“${strange.name}” in a location is not understood without nginx itself.`)
  const word = (name: string, fallback: string) => wordsOf(blocks, name)?.[0] ?? fallback
  const pass = own.find(({ name }) => name === 'proxy_pass')?.words[0]
  const upstream = pass ? upstreamOf(http, new URL(pass).host) : undefined
  return {
    to: upstream?.to ?? (pass ? { host: new URL(pass).hostname, port: Number(new URL(pass).port || 80) } : undefined),
    keep: upstream?.keep ?? 0,
    idle: upstream?.idle ?? 60_000,
    largestBody: byteCount(word('client_max_body_size', '1m')) || Number.POSITIVE_INFINITY,
    connectTimeout: milliseconds(word('proxy_connect_timeout', '60s')),
    readTimeout: milliseconds(word('proxy_read_timeout', '60s')),
    admits: admission(own),
    headersFor: headersFrom(own),
  }
}

function upstreamOf(http: Directive[], name: string) {
  const block = http.find((directive) => directive.name === 'upstream' && directive.words[0] === name)?.block
  if (!block) return undefined
  const [host, port] = wordsOf([block], 'server')![0]!.split(':')
  return {
    to: { host: host!, port: Number(port ?? 80) },
    keep: Number(wordsOf([block], 'keepalive')?.[0] ?? 0),
    idle: milliseconds(wordsOf([block], 'keepalive_timeout')?.[0] ?? '60s'),
  }
}

/** `allow` and `deny`: the first that fits decides. */
function admission(own: Directive[]): (address: string) => boolean {
  const rules = own.filter(({ name }) => name === 'allow' || name === 'deny')
  return (address) => {
    const plain = address.replace(/^::ffff:/, '')
    return rules.find(({ words }) => words[0] === 'all' || words[0] === plain)?.name !== 'deny'
  }
}

/** Headers are handed on but for those of the connection; those set here take their place, empty ones go. */
function headersFrom(own: Directive[]) {
  const set = own.filter(({ name }) => name === 'proxy_set_header').map(({ words }) => words as [string, string])
  return ({ headers, socket }: IncomingMessage): Map<string, string> => {
    const address = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    const variables: Record<string, string> = {
      $host: headers.host ?? '',
      $remote_addr: address,
      $proxy_add_x_forwarded_for: [headers['x-forwarded-for'], address].filter(Boolean).join(', '),
      $http_upgrade: headers.upgrade ?? '',
      $connection_upgrade: '',
    }
    const out = new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat().join(', ')]))
    for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'upgrade', 'expect'])
      out.delete(name)
    for (const [name, value] of set) {
      const filled = variables[value] ?? value
      if (filled === '') out.delete(name.toLowerCase())
      else out.set(name.toLowerCase(), filled)
    }
    return out
  }
}

function blockOf(within: Directive[], name: string): Directive[] {
  const block = within.find((directive) => directive.name === name)?.block
  if (!block) throw new Error(`The settings hold no block “${name}”.`)
  return block
}
