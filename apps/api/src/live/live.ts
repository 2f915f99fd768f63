import { openChangeFeed, type ChangeCursor, type ChangeRow, type Password } from '@baton/database'
import type { MemberActor } from '@baton/engine'
import { cloud, type Clock, type Log } from '@baton/runtime'
import type { Callers } from '../auth/callers.ts'
import type { Presented } from '../auth/secrets.ts'
import { comeBackAfter } from '../drain.ts'
import { Audience, type Listener } from './audience.ts'
import { changesOf, encodeFor, parseId, reset, type EncodedChange } from './messages.ts'

/** The live stream of this node. */
export type Live = {
  /**
   * Sends changes to a listener until `stop` of the result or its own end.
   * @param lastEventId where a stream that was interrupted goes on
   */
  join(
    actor: MemberActor,
    secret: Presented,
    sink: Sink,
    lastEventId: string | undefined,
  ): Promise<{ stop: () => void }>
  /** Connections at the moment. */
  readonly listeners: number
  close(): Promise<void>
}

/** A connection to write to. */
export type Sink = {
  write(bytes: Buffer | string): void
  /** Bytes that are written but not yet taken. */
  waiting(): number
  end(): void
}

export type LiveOptions = {
  url: string
  password?: Password
  callers: Callers
  clock: Clock
  log: Log
  /** People or settings of an organization changed, on any node. */
  onPeopleChanged: (orgId: string) => void
}

const rowsAtOnce = 1000
/** A listener that leaves so much untaken is too slow; it comes back with its last id and gets what it missed. */
const mostUntaken = 1024 * 1024
/** Rows of `change` are kept 48 hours. */
const resumableMs = 47 * 60 * 60_000
/** More than this is not worth telling one by one. */
const mostMissed = 1000
const heartbeatMs = cloud.live.beat * 1000
const lookAgainMs = 15

export async function openLive({ url, password, callers, clock, log, onPeopleChanged }: LiveOptions): Promise<Live> {
  const audiences = new Map<string, Audience>()
  const stale = new Set<string>()
  let reading = false
  let closed = false
  let lookAgain: NodeJS.Timeout | undefined

  const feed = await openChangeFeed({
    url,
    password,
    onChange: (orgIds) => {
      for (const orgId of orgIds) if (audiences.has(orgId)) stale.add(orgId)
      void readStale()
    },
    onRevoked: (orgId) => {
      callers.forget(orgId)
      onPeopleChanged(orgId)
      void turnOut(orgId)
    },
    onConnection: (stands) => {
      callers.remembers(stands)
      if (!stands) return
      for (const orgId of audiences.keys()) {
        stale.add(orgId)
        onPeopleChanged(orgId)
        void turnOut(orgId)
      }
      void readStale()
    },
  })

  /** Reads what is new in the organizations that somebody listens to, one reading at a time. */
  async function readStale(): Promise<void> {
    if (reading || closed || stale.size === 0) return
    reading = true
    const began = performance.now()
    try {
      const cursors = new Map<string, ChangeCursor>()
      for (const orgId of stale) {
        const audience = audiences.get(orgId)
        if (audience?.cursor) cursors.set(orgId, audience.cursor)
      }
      stale.clear()
      if (cursors.size === 0) return
      const { rows, unfinished } = await feed.read(cursors, rowsAtOnce)
      for (const [orgId, ofOrg] of Map.groupBy(rows, (row) => row.orgId)) tell(orgId, ofOrg)
      if (rows.length === rowsAtOnce) for (const orgId of cursors.keys()) stale.add(orgId)
      else if (unfinished) {
        clearTimeout(lookAgain)
        lookAgain = setTimeout(() => {
          for (const orgId of cursors.keys()) stale.add(orgId)
          void readStale()
        }, lookAgainMs)
      }
    } catch (error) {
      log.warn({ err: error }, 'changes could not be read')
    } finally {
      reading = false
      // As long as telling took is left for other work: then ever more changes share one telling.
      if (stale.size > 0) setTimeout(() => void readStale(), Math.min(100, performance.now() - began))
    }
  }

  function tell(orgId: string, rows: ChangeRow[]): void {
    const audience = audiences.get(orgId)
    if (!audience) return
    audience.cursor = rows.at(-1)!.cursor
    if (rows.some(({ kind }) => kind === 'people' || kind === 'organization')) onPeopleChanged(orgId)
    const changes = changesOf(rows)
    audience.tell(changes, (listener) => {
      if (listener.sink.waiting() > mostUntaken) leave(orgId, listener)
    })
  }

  /** Ends the streams of those who may no longer listen. */
  async function turnOut(orgId: string): Promise<void> {
    const audience = audiences.get(orgId)
    for (const listener of audience?.all() ?? []) {
      try {
        const caller = await callers.find(listener.secret)
        if (!caller) leave(orgId, listener)
        else audience!.update(listener, caller.actor)
      } catch (error) {
        log.warn({ err: error }, 'a listener could not be checked and is turned out')
        leave(orgId, listener)
      }
    }
  }

  function leave(orgId: string, listener: Listener): void {
    const audience = audiences.get(orgId)
    if (!audience?.remove(listener)) return
    listener.sink.end()
    if (audience.size === 0) audiences.delete(orgId)
  }

  const heartbeat = setInterval(() => {
    for (const [orgId, audience] of audiences) {
      for (const listener of audience.all()) {
        if (listener.sink.waiting() > mostUntaken) leave(orgId, listener)
        else listener.sink.write(':\n\n')
      }
      // Should a notice ever get lost, this is the latest that it is made good.
      stale.add(orgId)
    }
    void readStale()
  }, heartbeatMs)
  heartbeat.unref()

  return {
    get listeners() {
      return [...audiences.values()].reduce((sum, { size }) => sum + size, 0)
    },
    async join(actor, secret, sink, lastEventId) {
      const { orgId } = actor
      let audience = audiences.get(orgId)
      if (!audience) audiences.set(orgId, (audience = new Audience()))
      const listener: Listener = { actor, secret, sink, held: [] }
      audience.add(listener)
      try {
        audience.cursor ??= await (audience.starting ??= feed.now(orgId))
        const missed = await missedSince(listener, audience.cursor, lastEventId)
        sink.write(missed)
        for (const bytes of listener.held ?? []) sink.write(bytes)
        listener.held = undefined
        // A notice that came before there was a cursor was of no use.
        stale.add(orgId)
        void readStale()
      } catch (error) {
        leave(orgId, listener)
        throw error
      }
      return { stop: () => leave(orgId, listener) }
    },
    async close() {
      closed = true
      clearInterval(heartbeat)
      clearTimeout(lookAgain)
      for (const [orgId, audience] of audiences)
        for (const listener of audience.all()) {
          // Another node takes over, and tells what was missed in between.
          listener.sink.write(`retry: ${comeBackAfter()}\n\n`)
          leave(orgId, listener)
        }
      await feed.close()
    },
  }

  /** What happened between a listener's last event and the first that it is told from now on. */
  async function missedSince(
    listener: Listener,
    now: ChangeCursor,
    lastEventId: string | undefined,
  ): Promise<Buffer | string> {
    const begin = ': you are listening\n\n'
    if (lastEventId === undefined) return begin
    const last = parseId(lastEventId)
    if (!last || clock.now().getTime() - last.at > resumableMs) return reset(now, clock.now())
    const { rows } = await feed.read(new Map([[listener.actor.orgId, last.cursor]]), mostMissed + 1)
    if (rows.length > mostMissed) return reset(now, clock.now())
    const before = rows.filter(({ cursor }) => !isAfter(cursor, now))
    const changes: EncodedChange[] = changesOf(before)
    return Buffer.concat([Buffer.from(begin), encodeFor(listener.actor, changes)])
  }
}

const isAfter = (a: ChangeCursor, b: ChangeCursor) => a.xid > b.xid || (a.xid === b.xid && a.position > b.position)
