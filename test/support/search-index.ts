/** Looks into the index as it lies in its databases, however many there are, and spoils it. */
import { env } from "cloudflare:workers";
import type { Generation, SearchState } from "../../worker/search/index/search-state.ts";

/** Names of the bindings, the first first. */
export const searchBindings = (): string[] =>
  Object.keys(env)
    .filter((name) => /^SEARCH(_\d+)?$/.test(name))
    .sort();

export const searchDatabase = (name: string): D1Database =>
  (env as unknown as Record<string, D1Database>)[name] as D1Database;

export async function searchStateNow(): Promise<SearchState> {
  const row = await env.SEARCH.prepare("SELECT state FROM search_state").first<{ state: string }>();
  if (!row) throw new Error("The index has not been used yet");
  return JSON.parse(row.state);
}

/** Runs a statement in every database; `{g}` in it stands for the generation that serves, unless another is named. */
export async function inEveryShard<Row = Record<string, unknown>>(
  query: string,
  generation?: Generation,
): Promise<Row[]> {
  const { serving } = await searchStateNow();
  const text = query.replaceAll("{g}", generation ?? serving);
  const parts = await Promise.all(searchBindings().map((name) => searchDatabase(name).prepare(text).all<Row>()));
  return parts.flatMap(({ results }) => results);
}
