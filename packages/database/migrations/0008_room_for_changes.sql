-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- The state of a process grows with each task that is completed, and neighbours on a page are often at work together.
-- With room for both, four fifths of the updates stay on their page (two thirds with 80) and the table gets no larger,
-- since fewer versions move away and leave holes behind.
alter table process set (fillfactor = 50);
