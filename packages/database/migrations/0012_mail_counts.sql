-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '600s';

-- What is counted each minute for those who keep Baton running: mails by when they went out, and the few that failed.
-- Made within the one transaction of all migrations: writes to the outbox wait for it.
-- squawk-ignore require-concurrent-index-creation
create index mail_by_sending on mail (org_id, sent_at) where sent_at is not null;
-- squawk-ignore require-concurrent-index-creation
create index mail_failed on mail (org_id, created_at) where state = 'failed';
