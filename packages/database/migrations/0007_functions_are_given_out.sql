-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Functions are for those they are given to. Defaults of one schema cannot take away what everyone has by default,
-- so it is taken away for all that this role makes.
alter default privileges revoke execute on functions from public;
revoke execute on all functions in schema public from public;
