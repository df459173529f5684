/**
 * Tells a batch that lost a race from one that failed. D1 has no transactions to look and then write in; a batch is made
 * to fail whole by a row whose key is taken, and SQLite names that key's table in its message.
 */
const UNIQUE_FAILED = /UNIQUE constraint failed: (\w+)\./;
/** Drizzle wraps an error once; more than a few wraps is no longer ours. */
const CAUSES_MAX = 5;

/** The table whose key was taken, or null when the error is another one. */
export const conflictTableOf = (error: unknown): string | null => tableIn(error, UNIQUE_FAILED);

/** A write that names the version it leaves puts NULL in its place where there is another by now. */
const VERSION_FAILED = /NOT NULL constraint failed: (\w+)\.version/;

/** Whether somebody else wrote that row of `table` first. */
export const isOvertaken = (error: unknown, table: string): boolean => tableIn(error, VERSION_FAILED) === table;

function tableIn(error: unknown, failed: RegExp): string | null {
  let cause = error;
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error; depth += 1) {
    const table = failed.exec(cause.message)?.[1];
    if (table) return table;
    cause = cause.cause;
  }
  return null;
}
