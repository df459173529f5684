/** The store's own search in a Worker of its own, with rows put straight into the index and statements that can be watched. */
import { drizzle } from "drizzle-orm/d1";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { browseCategory } from "../../worker/search/browse-flow.ts";
import { NO_FILTERS } from "../../worker/search/facets/facet.ts";
import { findCandidates } from "../../worker/search/index/find-candidates-flow.ts";
import { writeEverywhere } from "../../worker/search/index/index-products-flow.ts";
import type { IndexRow } from "../../worker/search/index/index-row.ts";
import { databasesOf as databasesOfPlacement } from "../../worker/search/index/search-shard.ts";
import { readSearchState } from "../../worker/search/index/search-state-store.ts";
import { planSearch } from "../../worker/search/plan-search-flow.ts";
import { orderedIds } from "../../worker/search/ranking/order-candidates.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import { suggest } from "../../worker/search/suggest-flow.ts";
import { type World, worldOf } from "../../worker/world.ts";
import { searchDatabasesOf } from "../search-databases.ts";

type Statement = { binding: string; query: string; params: unknown[] };
const PAGE = 24;
const FIRST = 10;

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    const world = worldOf(env, context, "bench", "http://bench.test");
    const text = searchParams.get("q") ?? "";
    if (pathname === "/write") return Response.json(await write(world, env, (await request.json()) as IndexRow[]));
    if (pathname === "/statements") return Response.json(await statementsOf(world, env, text));
    if (pathname === "/bare") return Response.json(await runBare(env, (await request.json()) as Statement[]));
    if (pathname === "/found") return Response.json(await found(world, text));
    if (pathname === "/sizes") return Response.json(await sizesOf(env));
    return Response.json(await answer(world, pathname, text));
  },
} satisfies ExportedHandler<Env>;

async function answer(world: World, path: string, text: string): Promise<unknown> {
  const market = SHIPPED_MARKETS.find("en-us");
  if (!market) throw new Error("The market is there");
  if (path === "/suggest") return suggest(world, market, text);
  const found =
    path === "/search"
      ? await searchProducts(world, market, { q: text, limit: PAGE })
      : await browseCategory(world, market, { categoryId: text, filters: NO_FILTERS, sort: "featured", limit: PAGE });
  if (!found.ok) throw new Error(found.problem.code);
  const { total, isAbout, facets, partial } = found.value;
  return { total, isAbout, facets: facets.length, partial };
}

/** Ids of the products that come first. Their cards would be read from a catalogue that is not here. */
async function found(world: World, q: string): Promise<string[]> {
  const market = SHIPPED_MARKETS.find("en-us");
  if (!market) throw new Error("The market is there");
  const state = await readSearchState(world.searchShards, world.search);
  const search = { state, names: databasesOfPlacement(state.placement), missing: new Set<string>() };
  const { plan, statistics } = await planSearch(world, search, { q, market, exact: false, synonyms: [] });
  const { rows } = await findCandidates(world, search, plan.rounds, { market, filters: NO_FILTERS });
  return orderedIds("relevance", { plan, statistics, rows }).slice(0, FIRST);
}

/** Answers how many rows D1 says were written: what it bills. */
async function write(world: World, env: Env, rows: readonly IndexRow[]): Promise<{ rowsWritten: number }> {
  let rowsWritten = 0;
  const counting = (database: D1Database): D1Database =>
    new Proxy(database, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
        return async (statements: D1PreparedStatement[]) => {
          const results = await target.batch(statements);
          for (const { meta } of results) rowsWritten += meta.rows_written ?? 0;
          return results;
        };
      },
    });
  const databases = new Map(searchDatabasesOf(env).map(([name, database]) => [name, drizzle(counting(database))]));
  const state = await readSearchState(world.searchShards, world.search);
  const counted = { ...world, searchShards: { ...world.searchShards, databases } };
  await writeEverywhere(counted, state, state.serving, rows);
  return { rowsWritten };
}

/** What a search asks of the index's databases, in order. */
async function statementsOf(world: World, env: Env, text: string): Promise<Statement[]> {
  const statements: Statement[] = [];
  const databases = new Map(
    searchDatabasesOf(env).map(([binding, database]) => {
      const logger = {
        logQuery: (query: string, params: unknown[]) => void statements.push({ binding, query, params }),
      };
      return [binding, drizzle(database, { logger })];
    }),
  );
  await answer({ ...world, searchShards: { ...world.searchShards, databases } }, "/search", text);
  return statements;
}

/** The same statements, one after the other for each database, and nothing else. */
async function runBare(env: Env, statements: readonly Statement[]): Promise<{ rowsRead: number }> {
  const databases = new Map(searchDatabasesOf(env));
  const byBinding = Map.groupBy(statements, ({ binding }) => binding);
  const counts = await Promise.all(
    [...byBinding].map(async ([binding, own]) => {
      let rows = 0;
      for (const { query, params } of own)
        rows +=
          (
            await databases
              .get(binding)
              ?.prepare(query)
              .bind(...params)
              .all()
          )?.meta.rows_read ?? 0;
      return rows;
    }),
  );
  return { rowsRead: counts.reduce((sum, count) => sum + count, 0) };
}

async function sizesOf(env: Env): Promise<{ bytes: number }> {
  const metas = await Promise.all(searchDatabasesOf(env).map(([, db]) => db.prepare("SELECT 1").all()));
  return { bytes: metas.reduce((sum, { meta }) => sum + (meta.size_after ?? 0), 0) };
}
