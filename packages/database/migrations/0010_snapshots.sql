-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '600s';

-- The state of a process as it was at some version: what is newer is worked out from the events after it. It is written
-- once in a while instead of with every change, and stands apart from the row that every change writes. A process
-- without one is young: its state is the fold of all its events.
create table process_snapshot (
  org_id uuid not null,
  process_id uuid not null,
  -- Sequence number of the last event in it.
  version bigint not null,
  -- Never searched, so it stays the text it is.
  state json not null,
  primary key (org_id, process_id)
) with (fillfactor = 70);
alter table process_snapshot enable row level security;
alter table process_snapshot force row level security;
create policy organizations_at_hand on process_snapshot
  using (org_id = any ((select current_setting('baton.orgs'))::uuid[]))
  with check (org_id = any ((select current_setting('baton.orgs'))::uuid[]));
grant select, insert, update on process_snapshot to baton_app;

-- What there is goes through the policy too when the owner has no special rights.
alter table process no force row level security;
alter table process_snapshot no force row level security;
insert into process_snapshot (org_id, process_id, version, state) select org_id, id, version, state::json from process;
alter table process force row level security;
alter table process_snapshot force row level security;

-- Nodes of the version before end with an error here, and are replaced.
-- squawk-ignore ban-drop-column
alter table process drop column state;
-- A tenth of what it was, so a page has room for the changes of its rows again.
alter table process set (fillfactor = 80);

-- Erases what an event said, for a person's right to be forgotten. That it happened, when and by whom stays. What it did
-- must be in a snapshot first, or the state could never be worked out again.
create or replace function erase_event_payload(org uuid, process uuid, event_seq bigint) returns void
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from public.process_snapshot where org_id = org and process_id = process and version >= event_seq
  ) then
    raise exception 'Event % of process % is in no snapshot yet: it cannot be erased', event_seq, process
      using errcode = 'restrict_violation', hint = 'Take a snapshot of the process in the same transaction first.';
  end if;
  update public.event set payload = null where org_id = org and process_id = process and seq = event_seq;
end
$$;
