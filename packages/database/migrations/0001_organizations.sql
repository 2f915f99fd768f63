-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- The role every query of the application runs as. It owns nothing and cannot go round row-level security. Roles belong
-- to the whole server, so it may be there already, made by an administrator or for another database.
do $$
begin
  if not exists (select from pg_roles where rolname = 'baton_app') then
    create role baton_app nologin nosuperuser nobypassrls nocreatedb nocreaterole;
  end if;
exception
  when duplicate_object or unique_violation then null;
  when insufficient_privilege then
    raise exception 'The role baton_app is missing and % may not create it.', current_user
      using errcode = 'insufficient_privilege',
        hint = format('As an administrator: create role baton_app nologin; grant baton_app to %I;', current_user);
end
$$;

-- The owner switches to it for each connection, so it must be allowed to.
do $$
begin
  if not pg_has_role(current_user, 'baton_app', 'member') or exists (
    select from pg_auth_members where roleid = 'baton_app'::regrole and member = current_user::regrole
  ) then
    execute format('grant baton_app to %I', current_user);
  end if;
exception
  when unique_violation then null;
  when insufficient_privilege then
    if pg_has_role(current_user, 'baton_app', 'member') then return; end if;
    raise exception '% may not switch to the role baton_app.', current_user
      using errcode = 'insufficient_privilege',
        hint = format('As an administrator: grant baton_app to %I;', current_user);
end
$$;

grant usage on schema public to baton_app;

-- A person as far as signing in goes; may be a member of several organizations.
create table account (
  id uuid primary key,
  email text not null,
  -- Absent: cannot sign in by password yet.
  password_hash text,
  created_at timestamptz not null default now(),
  constraint account_email_is_lower_case check (email = lower(email))
);
create unique index account_email on account (email);

-- Which organizations an account may enter: kept by a trigger on `member`, read through `memberships_of` only.
create table membership (
  account_id uuid not null references account (id),
  org_id uuid not null,
  member_id uuid not null,
  primary key (account_id, org_id)
);

-- Failed sign-ins in the current window, by what is limited (an address, a network).
create table login_attempt (
  key text primary key,
  count bigint not null,
  window_started_at timestamptz not null
);

create table organization (
  org_id uuid primary key,
  name text not null,
  slug text not null,
  time_zone text not null,
  locale text not null,
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);

create table member (
  org_id uuid not null references organization (org_id),
  id uuid not null,
  account_id uuid not null references account (id),
  name text not null,
  email text not null,
  role text not null constraint member_role_is_known check (role in ('administrator', 'member')),
  -- Absent: those of the organization.
  locale text,
  time_zone text,
  status text not null default 'active' constraint member_status_is_known check (status in ('active', 'deactivated')),
  preferences jsonb not null default '{}',
  created_at timestamptz not null default now(),
  primary key (org_id, id),
  constraint member_once_for_each_account unique (org_id, account_id)
);

create table people_group (
  org_id uuid not null references organization (org_id),
  id uuid not null,
  name text not null,
  created_at timestamptz not null default now(),
  primary key (org_id, id)
);
create unique index people_group_name on people_group (org_id, lower(name));

create table group_member (
  org_id uuid not null,
  group_id uuid not null,
  member_id uuid not null,
  primary key (org_id, group_id, member_id),
  foreign key (org_id, group_id) references people_group (org_id, id) on delete cascade,
  foreign key (org_id, member_id) references member (org_id, id)
);
create index group_member_by_member on group_member (org_id, member_id, group_id);

-- Only the SHA-256 of the secret is kept; the cookie carries the organization, so that the look-up stays inside it.
create table session (
  org_id uuid not null,
  token_hash bytea not null,
  member_id uuid not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  user_agent text,
  primary key (org_id, token_hash),
  foreign key (org_id, member_id) references member (org_id, id)
);
create index session_by_member on session (org_id, member_id);

create table access_token (
  org_id uuid not null,
  token_hash bytea not null,
  id uuid not null,
  member_id uuid not null,
  name text not null,
  scopes text[] not null default '{}',
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  expires_at timestamptz,
  primary key (org_id, token_hash),
  constraint access_token_id unique (org_id, id),
  foreign key (org_id, member_id) references member (org_id, id)
);
create index access_token_by_member on access_token (org_id, member_id);

-- Answers to repeated requests. Written in the transaction of what they protect; kept 24 hours.
create table idempotency (
  org_id uuid not null references organization (org_id),
  actor_id text not null,
  key text not null,
  request_hash text not null,
  response jsonb not null,
  created_at timestamptz not null default now(),
  primary key (org_id, actor_id, key)
);

create function keep_membership() returns trigger
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op <> 'INSERT' then
    delete from public.membership where account_id = old.account_id and org_id = old.org_id;
  end if;
  if tg_op <> 'DELETE' and new.status = 'active' then
    insert into public.membership (account_id, org_id, member_id) values (new.account_id, new.org_id, new.id);
  end if;
  return null;
end
$$;
create trigger keep_membership after insert or delete or update of account_id, status on member
  for each row execute function keep_membership();

-- The organizations that an account may enter, for signing in, before any is chosen.
create function memberships_of(account uuid)
  returns table (org_id uuid, org_name text, slug text, member_id uuid, member_name text)
  language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
  at_hand text := current_setting('baton.orgs', true);
begin
  perform set_config('baton.orgs', coalesce(
    (select array_agg(m.org_id)::text from public.membership m where m.account_id = account), '{}'), true);
  return query
    select o.org_id, o.name, o.slug, p.id, p.name
    from public.membership m
    join public.organization o on o.org_id = m.org_id
    join public.member p on p.org_id = m.org_id and p.id = m.member_id
    where m.account_id = account
    order by lower(o.name), o.org_id;
  -- A SET clause would do this too, but only a superuser may write one for a setting of our own.
  perform set_config('baton.orgs', coalesce(at_hand, ''), true);
end
$$;
grant execute on function memberships_of(uuid) to baton_app;

-- Every organization, for what looks after all of them: verification, pruning.
create function organization_ids() returns setof uuid
  language sql stable security definer set search_path = pg_catalog, pg_temp
as $$ select distinct org_id from public.membership order by org_id $$;
grant execute on function organization_ids() to baton_app;

do $$
declare
  tenant_table text;
begin
  foreach tenant_table in array array[
    'organization', 'member', 'people_group', 'group_member', 'session', 'access_token', 'idempotency'
  ] loop
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
grant select, insert, update on account to baton_app;
grant select, insert, update, delete on login_attempt to baton_app;
