-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- Neighbours on a page are often at work together, and a row that leaves its page is written into each index anew. With
-- room for both, nine tenths of the updates stay on their page (three quarters with 80); most of the table is its
-- indexes, so it gets a twentieth larger.
alter table process set (fillfactor = 50);
