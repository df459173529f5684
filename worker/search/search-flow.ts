/** Finds products by words: every word first; where that finds nothing, any of the words. */
import { cursorOf, partsOfCursor } from "../base/cursor.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { ProductCard } from "../catalog/product.ts";
import { readProductCards } from "../catalog/product-store.ts";
import type { Market } from "../markets/markets.ts";
import type { World } from "../world.ts";
import { HITS_MAX, listHits } from "./search-store.ts";
import { searchQueries } from "./search-words.ts";

export type SearchPage = { items: ProductCard[]; nextCursor: string | null; total: number };
type Asked = { q: string; limit: number; cursor?: string | undefined };

/** `total` is exact up to `HITS_MAX`. A query without a letter or digit finds nothing. */
export async function searchProducts(
  world: World,
  market: Market,
  asked: Asked,
): Promise<Outcome<SearchPage, { code: "cursor.invalid" }>> {
  const queries = searchQueries(asked.q);
  const list = `search ${market.id} ${asked.q}`;
  const start = startOf(asked.cursor, list, queries.length);
  if (!start) return refused({ code: "cursor.invalid" });
  const tried = asked.cursor ? queries.slice(start.way, start.way + 1) : queries;
  for (const [index, match] of tried.entries()) {
    const { language, currency } = market;
    const ask = { language, currency, match, offset: start.offset, limit: asked.limit };
    const { ids, total } = await listHits(world.search, ask);
    if (ids.length === 0) continue;
    const end = start.offset + ids.length;
    const nextCursor = end < total ? cursorOf(list, [start.way + index, end]) : null;
    return done({ items: await readProductCards(world, market, ids), nextCursor, total });
  }
  return done({ items: [], nextCursor: null, total: 0 });
}

/** A cursor holds which query found the page before, so that a next page is of the same one, and where that ended. */
function startOf(cursor: string | undefined, list: string, queries: number): { way: number; offset: number } | null {
  if (!cursor) return { way: 0, offset: 0 };
  const [way, offset] = partsOfCursor(cursor, list, ["number", "number"]) ?? [];
  const valid = isIndex(way, queries) && isIndex(offset, HITS_MAX);
  return valid ? { way, offset } : null;
}

const isIndex = (value: unknown, below: number): value is number =>
  Number.isInteger(value) && Number(value) >= 0 && Number(value) < below;
