-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '600s';

-- The tracker by who launched, and by problems. Neither column moves when a task is completed, so such an update stays
-- on its page (HOT); few processes have problems, and only those stand in the second.
-- Made within the one transaction of all migrations: writes wait for it, a second or two at a million processes.
-- squawk-ignore require-concurrent-index-creation
create index process_by_launcher on process (org_id, listed_as, launched_by, launched_at, id);
-- squawk-ignore require-concurrent-index-creation
create index process_with_problems on process (org_id, listed_as, launched_at, id) where problems > 0;
