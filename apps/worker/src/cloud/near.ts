import type { IncomingMessage } from 'node:http'

const loopback = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/

/**
 * Why a request is not one of the queue's daemon on this very instance; undefined when it is. The instance's own proxy
 * adds the address it was asked from, which for the daemon is this machine; anyone else's stands in the list, whatever
 * they wrote before it.
 */
export function notTheDaemon({ socket, headers }: IncomingMessage): string | undefined {
  if (!loopback.test(socket.remoteAddress ?? '')) return 'it comes from another machine'
  if (headers.forwarded !== undefined) return 'it was handed on for somebody'
  const via = [headers['x-forwarded-for'], headers['x-real-ip']].flat().filter((value) => value !== undefined)
  const addresses = via.flatMap((value) => value.split(',')).map((address) => address.trim())
  if (!addresses.every((address) => loopback.test(address))) return 'it was handed on for another machine'
  if (!headers['user-agent']?.startsWith('aws-sqsd')) return 'it is not the daemon'
  return undefined
}
