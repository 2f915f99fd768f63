-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Who is at work in the queue. Belongs to the installation, not to an organization; only the owner reads and writes
-- it, as the queue itself. A worker that has not been seen for a while is dead, and its jobs are given to others.
create table worker_heartbeat (
  -- One for each operating system process.
  id uuid primary key,
  -- The names under which it locks jobs.
  worker_ids text[] not null,
  seen_at timestamptz not null
);
