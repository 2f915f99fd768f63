-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Files that were uploaded; their bytes lie in the file storage under the id.
create table file (
  org_id uuid not null references organization (org_id),
  id uuid not null,
  name text not null,
  -- Bytes.
  size bigint not null,
  -- Media type, as found in the bytes.
  type text not null,
  sha256 bytea not null,
  uploaded_by text not null,
  -- Absent until an answer or comment refers to it; whoever may see that process may then read it.
  process_id uuid,
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  foreign key (org_id, process_id) references process (org_id, id)
);
create index file_by_process on file (org_id, process_id) where process_id is not null;

-- Every mail that is sent, or would be. `held`: there is no mail server, administrators read it in the outbox.
create table mail (
  org_id uuid not null references organization (org_id),
  id uuid not null,
  -- What the mail is about, so that the same mail is written once though its job runs twice.
  message_key text not null,
  -- The Message-ID header; the same in every attempt.
  message_id text not null,
  to_address text not null,
  cc_address text,
  -- The member it goes to; absent for addresses of others.
  to_person uuid,
  subject text not null,
  html text not null,
  text text not null,
  kind text not null,
  process_id uuid,
  task_id text,
  state text not null default 'queued'
    constraint mail_state_is_known check (state in ('queued', 'sending', 'sent', 'failed', 'held')),
  attempts bigint not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  sent_at timestamptz,
  primary key (org_id, id),
  constraint mail_once_for_each_key unique (org_id, message_key)
);
create index mail_by_time on mail (org_id, created_at, id);

-- Queues jobs in the caller's transaction. Each: { task, payload, runAt?, jobKey?, maxAttempts?, priority?, queue? };
-- a job with the key of one that has not begun takes its place.
create function queue_jobs(jobs jsonb) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if jsonb_array_length(jobs) = 0 then return; end if;
  perform from graphile_worker.add_jobs(array(
    select row(j.task, j.payload, j.queue, j."runAt", j."maxAttempts", j."jobKey", j.priority, null)
      ::graphile_worker.job_spec
    from jsonb_to_recordset(jobs) as j(
      task text, payload json, queue text, "runAt" timestamptz, "maxAttempts" smallint, "jobKey" text, priority smallint)
  ));
end
$$;
grant execute on function queue_jobs(jsonb) to baton_app;

-- Takes back jobs that have not begun.
create function remove_jobs(job_keys text[]) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  perform graphile_worker.remove_job(k) from unnest(job_keys) as k;
end
$$;
grant execute on function remove_jobs(text[]) to baton_app;

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array['file', 'mail'] loop
    execute format('alter table %I enable row level security', tenant_table);
    execute format('alter table %I force row level security', tenant_table);
    execute format(
      'create policy organizations_at_hand on %I
         using (org_id = any ((select current_setting(''baton.orgs''))::uuid[]))
         with check (org_id = any ((select current_setting(''baton.orgs''))::uuid[]))', tenant_table);
    execute format('grant select, insert, update, delete on %I to baton_app', tenant_table);
  end loop;
end
$$;
