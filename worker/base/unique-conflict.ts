/**
 * Tells a batch that lost a race from one that failed. D1 has no transactions to look and then write in; a batch is made
 * to fail whole by a row whose key is taken, and SQLite names that key's table in its message.
 */
const UNIQUE_FAILED = /UNIQUE constraint failed: (\w+)\./;
/** Drizzle wraps an error once; more than a few wraps is no longer ours. */
const CAUSES_MAX = 5;

/** The table whose key was taken, or null when the error is another one. */
export function conflictTableOf(error: unknown): string | null {
  let cause = error;
  for (let depth = 0; depth < CAUSES_MAX && cause instanceof Error; depth += 1) {
    const table = UNIQUE_FAILED.exec(cause.message)?.[1];
    if (table) return table;
    cause = cause.cause;
  }
  return null;
}
