/** What a page of versions shows, whatever they are of: a page of them, and two side by side. */
import type { Differences, VersionRow } from "../../../worker/catalog/versions/version.ts";
import { wholeOf } from "../admin-fields.ts";

const LIMIT = 25;
const NEWEST = Number.MAX_SAFE_INTEGER;

/** `older` and `newer` are the two that are compared, null where none are; `differences` null where one is not kept. */
export type History = {
  versions: readonly VersionRow[];
  isFirstPage: boolean;
  /** The version that the next page comes after; null on the last. */
  more: number | null;
  older: number | null;
  newer: number | null;
  isOlderKept: boolean;
  differences: Differences | null;
};
type Source<State extends object> = {
  list(page: { before: number; limit: number }): Promise<VersionRow[]>;
  read(version: number): Promise<State | null>;
  compare(before: State, after: State): Differences;
};

/** By the page's address: `before` pages on; `version` is held against `with`, or the one before it. */
export async function readHistory<State extends object>(
  query: URLSearchParams,
  { list, read, compare }: Source<State>,
): Promise<History> {
  const before = wholeOf(query.get("before") ?? "") ?? NEWEST;
  const found = await list({ before, limit: LIMIT + 1 });
  const versions = found.slice(0, LIMIT);
  const one = wholeOf(query.get("version") ?? "");
  const other = wholeOf(query.get("with") ?? "") ?? (one === null ? null : one - 1);
  const [older, newer] = one === null || other === null ? [null, null] : [Math.min(one, other), Math.max(one, other)];
  const [was, is] = older === null || newer === null ? [null, null] : await Promise.all([read(older), read(newer)]);
  return {
    ...{ versions, isFirstPage: before === NEWEST, older, newer },
    more: found.length > LIMIT ? (versions.at(-1)?.version ?? null) : null,
    isOlderKept: was !== null,
    differences: was && is ? compare(was, is) : null,
  };
}
