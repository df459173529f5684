/** What an audit entry changed, as lines a person can read: a path, what it was, what it is. */

/** Null is what was not there. */
export type DiffLine = { path: string; before: string | null; after: string | null };

/** Lines of one entry; a change that touched more says how much more. */
export const DIFF_LINES_MAX = 60;
/** Items of lists are told apart by what names them, not by where they stand. */
const NAMES = ["sku", "language", "key", "id"] as const;

/** Only what differs, and only what the entry says about the time after it; of a removal, what was there before. */
export function diffOf(before: unknown, after: unknown): { lines: DiffLine[]; more: number } {
  const [was, is] = [flatten(before), flatten(after)];
  const paths = is.size > 0 ? [...is.keys()] : [...was.keys()];
  const lines = paths
    .map((path) => ({ path, before: was.get(path) ?? null, after: is.get(path) ?? null }))
    .filter((line) => line.before !== line.after);
  return { lines: lines.slice(0, DIFF_LINES_MAX), more: Math.max(0, lines.length - DIFF_LINES_MAX) };
}

function flatten(value: unknown, path = "", into = new Map<string, string>()): Map<string, string> {
  if (value === null || value === undefined) return into;
  if (typeof value !== "object") return into.set(path || "value", String(value));
  const entries = Array.isArray(value)
    ? value.map((item, index) => [nameOf(item) ?? String(index + 1), item] as const)
    : Object.entries(value);
  for (const [key, item] of entries) flatten(item, path ? `${path}.${key}` : key, into);
  return into;
}

function nameOf(item: unknown): string | null {
  if (typeof item !== "object" || item === null) return null;
  const name = NAMES.map((key) => (item as Record<string, unknown>)[key]).find((text) => typeof text === "string");
  return (name as string | undefined) ?? null;
}
