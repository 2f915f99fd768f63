import type { Log } from '@baton/runtime'
import type { WorkerUtils } from 'graphile-worker'
import type { Pool } from 'pg'

/** Milliseconds between two signs of life. */
const beat = 3_000
/** Seconds without a sign after which a worker counts as dead. With two beats to notice, jobs resume within 15 s. */
const deadAfter = 9

/**
 * Shows that this worker is alive, and gives the jobs of dead ones to those who live: the queue's own lock would keep
 * them for four hours. Time is the database's alone, so clocks of machines do not matter.
 */
export function startHeartbeat({
  pool,
  utils,
  log,
  id,
  workerIds,
}: {
  pool: Pool
  utils: Pick<WorkerUtils, 'forceUnlockWorkers'>
  log: Log
  /** Of this operating system process. */
  id: string
  /** The names under which it locks jobs now. */
  workerIds: () => string[]
}): { beatOnce: () => Promise<void>; stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve()

  async function beatOnce(): Promise<void> {
    await pool.query(
      `insert into worker_heartbeat (id, worker_ids, seen_at) values ($1, $2, now())
       on conflict (id) do update set worker_ids = excluded.worker_ids, seen_at = now()`,
      [id, workerIds()],
    )
    const { rows } = await pool.query<{ id: string; worker_ids: string[] }>(
      `delete from worker_heartbeat where seen_at < now() - make_interval(secs => $1) and id <> $2
       returning id, worker_ids`,
      [deadAfter, id],
    )
    for (const dead of rows) {
      await utils.forceUnlockWorkers(dead.worker_ids)
      log.warn({ worker: dead.id }, 'a worker is dead, its jobs are free again')
    }
  }

  const timer = setInterval(() => {
    running = running
      .then(beatOnce)
      .catch((error: unknown) => log.warn({ err: error }, 'no sign of life could be given'))
  }, beat)

  return {
    beatOnce,
    async stop() {
      clearInterval(timer)
      await running
      await pool.query('delete from worker_heartbeat where id = $1', [id]).catch(() => {})
    },
  }
}
