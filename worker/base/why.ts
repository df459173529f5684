/**
 * Why something failed, as a log may hold it. Drizzle's message of a failed query quotes what the query was given, so
 * mail addresses, names and tokens among it: such an error is told by its cause alone, which names columns, never values.
 */
const QUOTES_VALUES = /^Failed query:/;
/** More than a few wraps are not ours. */
const CAUSES_MAX = 5;
const LENGTH_MAX = 500;

/** One line: the error's name and message, of the first of its causes that quotes no values. */
export function whyOf(error: unknown): string {
  let told = error;
  for (let depth = 0; depth < CAUSES_MAX && quotesValues(told); depth += 1) told = told.cause;
  if (quotesValues(told) || told === undefined) return "A query failed";
  const text = told instanceof Error ? `${told.name}: ${told.message}` : String(told);
  return text.slice(0, LENGTH_MAX);
}

const quotesValues = (error: unknown): error is Error => error instanceof Error && QUOTES_VALUES.test(error.message);
