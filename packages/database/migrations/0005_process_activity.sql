-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- When something last happened in each process, to the minute, for sorting by it: only inserted into and deleted from.
create table process_activity (
  org_id uuid not null,
  listed_as text not null,
  updated_at timestamptz not null,
  process_id uuid not null,
  primary key (org_id, listed_as, updated_at, process_id)
);
alter table process_activity enable row level security;
alter table process_activity force row level security;
create policy organizations_at_hand on process_activity
  using (org_id = any ((select current_setting('baton.orgs'))::uuid[]))
  with check (org_id = any ((select current_setting('baton.orgs'))::uuid[]));
grant select, insert, delete on process_activity to baton_app;
