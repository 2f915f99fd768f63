import { openLive as contract } from '@baton/contract'
import { answered, endpoint } from '../../endpoint.ts'

/** Takes the connection over: it stays open, and only the live stream writes to it. */
export const openLive = endpoint(contract, async (ctx, { actor, caller, request, reply }) => {
  const { raw } = reply
  const lastId = request.headers['last-event-id']
  const { stop } = await ctx.live.join(
    actor,
    caller.secret,
    {
      write(bytes) {
        if (!raw.headersSent) {
          reply.hijack()
          raw.writeHead(200, {
            ...(reply.getHeaders() as Record<string, string>),
            'content-type': 'text/event-stream; charset=utf-8',
            'cache-control': 'no-store, no-transform',
            'x-accel-buffering': 'no',
            connection: 'keep-alive',
          })
        }
        raw.write(bytes)
      },
      waiting: () => raw.writableLength,
      end: () => {
        // Cuts off one that takes nothing any more, too.
        if (raw.headersSent) raw.end(() => raw.destroy())
      },
    },
    typeof lastId === 'string' ? lastId : undefined,
  )
  raw.on('close', stop)
  if (raw.destroyed) stop()
  return answered
})
