-- Up Migration
set local lock_timeout = '5s';
set local statement_timeout = '60s';

-- A row that stands elsewhere in a list is moved: to delete it and insert another costs more.
grant update on assignment, process_place, process_activity to baton_app;
