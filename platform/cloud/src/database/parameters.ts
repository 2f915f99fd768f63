/**
 * What PostgreSQL is told, beyond what RDS says by itself. `fsync` and `full_page_writes` are not in the hands of
 * anyone who rents a database from AWS: they are on.
 * @param kind Aurora has storage of its own and knows nothing of write-ahead logs and checkpoints
 */
export function parametersFor(kind: 'rds' | 'aurora', connections: number): Record<string, string> {
  return {
    // An answer means it is on disk (with Multi-AZ, on both).
    synchronous_commit: 'on',
    max_connections: String(connections),
    // Nothing is said in the clear, inside the network neither.
    'rds.force_ssl': '1',
    // Every slow statement is in the log with its waits for locks (milliseconds).
    log_min_duration_statement: '500',
    log_lock_waits: '1',
    deadlock_timeout: '1000',
    // Above half a second a statement is told of; parameters hold people's words, so they are not.
    log_parameter_max_length: '0',
    log_parameter_max_length_on_error: '0',
    // KB: sorts that spill to disk.
    log_temp_files: '10240',
    // A program that dies within a transaction must not hold its locks (milliseconds).
    idle_in_transaction_session_timeout: '60000',
    shared_preload_libraries: 'pg_stat_statements',
    'pg_stat_statements.track': 'top',
    track_io_timing: '1',
    timezone: 'UTC',
    ...(kind === 'rds' && {
      log_checkpoints: '1',
      // Our tables of events only grow: vacuum sooner than at a fifth.
      autovacuum_vacuum_scale_factor: '0.05',
      autovacuum_analyze_scale_factor: '0.02',
      log_autovacuum_min_duration: '10000',
    }),
  }
}
