-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

alter table member add column job_title text;

-- Tells every node at once that what it remembers of who may enter an organization is out of date: whatever ended a
-- session, took back a token, deactivated a member or changed a role or a group.
create function tell_of_revocation() returns trigger
  language plpgsql set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('baton_revoked', case when tg_op = 'INSERT' then new.org_id else old.org_id end::text);
  return null;
end
$$;
create trigger tell_of_revocation after delete or update of member_id, expires_at on session
  for each row execute function tell_of_revocation();
create trigger tell_of_revocation after delete or update of member_id, expires_at, scopes on access_token
  for each row execute function tell_of_revocation();
create trigger tell_of_revocation after delete or update of role, status on member
  for each row execute function tell_of_revocation();
create trigger tell_of_revocation after insert or delete or update on group_member
  for each row execute function tell_of_revocation();

-- What this database has been brought to, for whoever asks whether a node may serve.
create function migrations_done() returns setof text
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select name::text from public.migration $$;
grant execute on function migrations_done() to baton_app;
