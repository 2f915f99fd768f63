-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

create table template (
  org_id uuid not null references organization (org_id),
  id uuid not null,
  title text not null,
  emoji text,
  tags text[] not null default '{}',
  owner_id uuid not null,
  draft jsonb not null,
  -- Counts up with each saving, so that two editors notice each other.
  draft_revision bigint not null default 1,
  -- Revision that was published last, so that "has unpublished changes" can be told.
  published_revision bigint,
  published_version bigint,
  archived_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by uuid not null,
  primary key (org_id, id),
  foreign key (org_id, owner_id) references member (org_id, id)
);

create table template_version (
  org_id uuid not null,
  template_id uuid not null,
  version bigint not null,
  document jsonb not null,
  published_by uuid not null,
  published_at timestamptz not null default now(),
  note text,
  primary key (org_id, template_id, version),
  foreign key (org_id, template_id) references template (org_id, id)
);

-- The tables that follow are written by the process store alone, with the process in one statement, and compared with it
-- by `verify`. A foreign key on each would cost a quarter of the time of a launch.

-- One row for each process: its whole state, and what lists show. No indexed column changes when a task is
-- completed, so such an update stays on its page (HOT); what sorts and moves stands in `process_place`.
create table process (
  org_id uuid not null,
  id uuid not null,
  -- Sequence number of the last event.
  version bigint not null,
  -- Hash of the last event.
  head bytea not null,
  -- The fold of its events, as the engine has it.
  state jsonb not null,
  template_id uuid not null,
  template_version bigint not null,
  name text not null,
  -- `name` in lower case, at most 100 characters, for sorting.
  name_key text collate "C" not null,
  status text not null,
  archived boolean not null,
  -- 'archived', or else the status: where lists show it.
  listed_as text not null,
  launched_by text not null,
  launched_at timestamptz not null,
  finished_at timestamptz,
  -- Earliest deadline of its open tasks.
  due_at timestamptz,
  updated_at timestamptz not null,
  -- Tasks that are not skipped: completed, and all of them.
  tasks_done bigint not null,
  tasks_total bigint not null,
  problems bigint not null,
  -- Milestone of the first task that is not done.
  milestone text,
  -- The first open tasks, at most 5: [{ id, title, dueAt?, people, groups }].
  next_tasks jsonb not null,
  primary key (org_id, id),
  foreign key (org_id, template_id, template_version) references template_version (org_id, template_id, version)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);
-- lz4 costs a fraction of what pglz does, and the state is written with every change; some builds come without it.
do $$
begin
  alter table process alter column state set compression lz4;
exception
  when feature_not_supported then null;
end
$$;
create index process_by_launch on process (org_id, listed_as, launched_at, id);
create index process_by_template_and_launch on process (org_id, listed_as, template_id, launched_at, id);
create index process_by_name on process (org_id, listed_as, name_key, id);
create index process_by_template_and_name on process (org_id, listed_as, template_id, name_key, id);

-- Where a process stands in what moves: only inserted into and deleted from. `due_at` is 'infinity' without a
-- deadline, `milestone` '' without one.
create table process_place (
  org_id uuid not null,
  listed_as text not null,
  due_at timestamptz not null,
  process_id uuid not null,
  template_id uuid not null,
  milestone text not null,
  primary key (org_id, listed_as, due_at, process_id)
);
create index process_place_by_template on process_place (org_id, listed_as, template_id, due_at, process_id);
create index process_place_by_milestone on process_place (org_id, listed_as, template_id, milestone, due_at, process_id);

-- The words of the names, for search by the beginnings of words. (A trigram index cannot be used behind row-level
-- security, since LIKE is not leakproof, and the extension is missing on some managed servers.)
create table process_word (
  org_id uuid not null,
  word text collate "C" not null,
  process_id uuid not null,
  primary key (org_id, word, process_id)
);

create table event (
  org_id uuid not null,
  process_id uuid not null,
  -- 1, 2, 3, … without a gap.
  seq bigint not null,
  type text not null,
  at timestamptz not null,
  -- Absent: Baton itself.
  actor text,
  -- Absent: erased. Its hash stays, so the chain still verifies.
  payload jsonb,
  payload_hash bytea not null,
  -- Over the predecessor's hash, organization, process, seq, type, at, actor and payload_hash.
  hash bytea not null,
  primary key (org_id, process_id, seq)
);

-- What lists need to know of a task; everything else is in the state of its process.
create table task (
  org_id uuid not null,
  process_id uuid not null,
  -- Id of the step, or a UUID for a one-off task.
  task_id text not null,
  position bigint not null,
  milestone text,
  type text not null,
  -- With its variables filled in.
  title text not null,
  status text not null,
  optional boolean not null,
  skipped text,
  outcome text,
  due_at timestamptz,
  opened_at timestamptz,
  completed_at timestamptz,
  completed_by text,
  problem boolean not null,
  comments bigint not null,
  -- Visible fields: with an answer or draft, and all of them.
  fields_done bigint not null,
  fields_total bigint not null,
  -- { people: [], groups: [] }
  assignees jsonb not null,
  primary key (org_id, process_id, task_id)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.05);

-- Who has what to do: only inserted into and deleted from, and read in the order of its key. Tasks of active,
-- unarchived processes; one row for each assignee, the nil UUID when anyone can take it. Done rows are those of the
-- person who completed it, pruned after 30 days.
create table assignment (
  org_id uuid not null,
  -- A person or a group.
  assignee_id uuid not null,
  -- squawk-ignore prefer-bigint-over-smallint
  bucket smallint not null constraint assignment_bucket_is_known check (bucket in (0, 1, 2)),
  -- 0 open, 1 waiting: the deadline, 'infinity' without one. 2 done: when.
  sort_at timestamptz not null,
  process_id uuid not null,
  task_id text not null,
  primary key (org_id, assignee_id, bucket, sort_at, process_id, task_id)
);

create table watcher (
  org_id uuid not null,
  person_id uuid not null,
  process_id uuid not null,
  primary key (org_id, person_id, process_id)
);

-- What changed, for the live stream. Rows below `pg_snapshot_xmin` are complete and in their final order, on every
-- node; the cursor of a reader is (xid, position). Kept 48 hours.
create table change (
  org_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  position bigint generated always as identity,
  at timestamptz not null default now(),
  kind text not null,
  subject_id uuid not null,
  version bigint,
  tasks text[] not null default '{}',
  -- Whose lists it touches: people and groups, the nil UUID for everyone's.
  people uuid[] not null default '{}',
  primary key (org_id, xid, position)
);

-- Processes by template and where they are listed, for the numbers on filter chips: the sum of both tables. Commands
-- only add to the second, so that none waits for another; `fold_process_counts` moves it into the first.
create table process_count (
  org_id uuid not null,
  template_id uuid not null,
  listed_as text not null,
  n bigint not null,
  primary key (org_id, template_id, listed_as)
);
create table process_count_delta (
  org_id uuid not null,
  id bigint generated always as identity,
  template_id uuid not null,
  listed_as text not null,
  n bigint not null,
  primary key (org_id, id)
);

create function refuse_change_of_history() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception '% is written once: % is refused', tg_table_name, lower(tg_op)
    using errcode = 'restrict_violation', hint = 'Correct it by what is written next.';
end
$$;
create trigger written_once before update or delete on template_version
  for each row execute function refuse_change_of_history();
create trigger written_once_no_delete before delete on event
  for each row execute function refuse_change_of_history();
-- The one change allowed: a payload may be erased.
create trigger written_once before update on event
  for each row when (new.payload is not null
    or (new.org_id, new.process_id, new.seq, new.type, new.at, new.actor, new.payload_hash, new.hash)
      is distinct from (old.org_id, old.process_id, old.seq, old.type, old.at, old.actor, old.payload_hash, old.hash))
  execute function refuse_change_of_history();

-- Erases what an event said, for a person's right to be forgotten. That it happened, when and by whom stays.
create function erase_event_payload(org uuid, process uuid, event_seq bigint) returns void
  language sql security definer set search_path = pg_catalog, pg_temp
as $$ update public.event set payload = null where org_id = org and process_id = process and seq = event_seq $$;
grant execute on function erase_event_payload(uuid, uuid, bigint) to baton_app;

-- Moves what has been added into the sums. One at a time for each organization; others return at once.
create function fold_process_counts(org uuid) returns void
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  if not pg_try_advisory_xact_lock(hashtextextended('process_count ' || org::text, 0)) then return; end if;
  with taken as (
    delete from public.process_count_delta where org_id = org returning template_id, listed_as, n
  ), sums as (
    select template_id, listed_as, sum(n)::bigint as n from taken group by template_id, listed_as having sum(n) <> 0
  )
  insert into public.process_count as c (org_id, template_id, listed_as, n)
  select org, template_id, listed_as, n from sums
  on conflict (org_id, template_id, listed_as) do update set n = c.n + excluded.n;
end
$$;
grant execute on function fold_process_counts(uuid) to baton_app;

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array[
    'template', 'template_version', 'process', 'process_place', 'process_word', 'event', 'task', 'assignment',
    'watcher', 'change', 'process_count', 'process_count_delta'
  ] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      'create policy organizations_at_hand on %I
         using (org_id = any ((select current_setting(''baton.orgs''))::uuid[]))
         with check (org_id = any ((select current_setting(''baton.orgs''))::uuid[]))', tenant_table);
  end loop;
end
$$;
grant select, insert on template_version, event to baton_app;
grant select, insert, update on template, process, process_count to baton_app;
grant select, insert, delete on process_place, process_word, assignment, watcher, change, process_count_delta to baton_app;
grant select, insert, update on task to baton_app;
