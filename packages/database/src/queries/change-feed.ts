import { OperationalError } from '@baton/engine'
import pg from 'pg'
import { connectionSettings, openTo, type Password } from '../connection.ts'
import type { ChangeKind } from '../tables.ts'

/** Where a reader of changes stands: it has seen everything up to this transaction and position. */
export type ChangeCursor = { xid: bigint; position: number }

/** One row of `change`. */
export type ChangeRow = {
  orgId: string
  cursor: ChangeCursor
  at: string
  kind: ChangeKind
  subjectId: string
  version: number
  tasks: string[]
  people: string[]
}

export type ChangeFeed = {
  /** The end of what is complete now: reading from here gives only what comes later. */
  now(orgId: string): Promise<ChangeCursor>
  /**
   * Changes after each organization's cursor, in their final order, at most `limit` altogether.
   * `unfinished`: there are more that cannot be told yet, since a transaction that began before them is still open.
   */
  read(cursors: ReadonlyMap<string, ChangeCursor>, limit: number): Promise<{ rows: ChangeRow[]; unfinished: boolean }>
  close(): Promise<void>
}

export type ChangeFeedOptions = {
  url: string
  password?: Password
  /** There are new changes in these organizations. */
  onChange: (orgIds: string[]) => void
  /** What is remembered of who may enter this organization is out of date. */
  onRevoked: (orgId: string) => void
  /** The connection was lost (false): notices may be missed until it stands again (true). */
  onConnection: (stands: boolean) => void
}

const waits = [50, 100, 250, 500, 1000]

/** The one connection by which a node hears of changes made anywhere, and reads them. Connects again for ever. */
export async function openChangeFeed(options: ChangeFeedOptions): Promise<ChangeFeed> {
  let client: pg.Client | undefined
  let closing = false
  let wait: NodeJS.Timeout | undefined
  // One connection carries one transaction at a time.
  let turn: Promise<unknown> = Promise.resolve()

  async function connect(): Promise<void> {
    const next = new pg.Client(connectionSettings(options.url, { statement_timeout: '10000' }, options.password))
    next.on('notification', ({ channel, payload }) => {
      if (channel === 'baton_change') options.onChange(JSON.parse(payload || '[]') as string[])
      else if (payload) options.onRevoked(payload)
    })
    next.on('error', () => {})
    next.on('end', () => {
      if (client !== next) return
      client = undefined
      if (closing) return
      options.onConnection(false)
      again(0)
    })
    try {
      await next.connect()
      await next.query('listen baton_change; listen baton_revoked')
    } catch (error) {
      next.end().catch(() => {})
      throw error
    }
    if (closing) return next.end()
    client = next
  }

  function again(tries: number): void {
    wait = setTimeout(
      () => {
        connect().then(
          () => options.onConnection(true),
          () => {
            if (!closing) again(tries + 1)
          },
        )
      },
      waits[Math.min(tries, waits.length - 1)],
    )
  }

  function inTurn<T>(orgIds: string[], work: (client: pg.Client) => Promise<T>): Promise<T> {
    const mine = turn.then(async () => {
      if (!client) throw new OperationalError('The connection that hears of changes is lost and being made again.')
      const using = client
      await using.query(`begin read only; ${openTo(orgIds)}`)
      try {
        return await work(using)
      } finally {
        await using.query('commit').catch(() => {})
      }
    })
    turn = mine.catch(() => {})
    return mine
  }

  await connect()
  return {
    now: (orgId) =>
      inTurn([orgId], async (on) => {
        const { rows } = await on.query<{ xmin: string }>(
          'select pg_snapshot_xmin(pg_current_snapshot())::text as xmin',
        )
        return { xid: BigInt(rows[0]!.xmin), position: 0 }
      }),
    read: (cursors, limit) =>
      inTurn([...cursors.keys()], async (on) => {
        const from = [...cursors]
        const { rows } = await on.query<Found>({
          name: 'changes',
          text: `
            select c.org_id as "orgId", c.xid::text as xid, c.position, c.at, c.kind, c.subject_id as "subjectId",
              coalesce(c.version, 0) as version, c.tasks, c.people, c.xid < pg_snapshot_xmin(pg_current_snapshot()) as final
            from unnest($1::uuid[], $2::xid8[], $3::bigint[]) as seen (org_id, xid, position),
              lateral (
                select * from change
                where change.org_id = seen.org_id and (change.xid, change.position) > (seen.xid, seen.position)
                order by change.xid, change.position limit $4
              ) as c
            order by c.xid, c.position limit $4`,
          values: [
            from.map(([orgId]) => orgId),
            from.map(([, { xid }]) => String(xid)),
            from.map(([, { position }]) => position),
            limit,
          ],
        })
        const final = rows.filter((row) => row.final)
        return {
          rows: final.map(({ xid, position, final: _, ...row }) => ({
            ...row,
            cursor: { xid: BigInt(xid), position },
          })),
          unfinished: final.length < rows.length,
        }
      }),
    async close() {
      closing = true
      clearTimeout(wait)
      await turn
      await client?.end()
    },
  }
}

type Found = Omit<ChangeRow, 'cursor'> & { xid: string; position: number; final: boolean }
