/** The store's own import, index and search in a Worker of their own; and the plain ways to search the same products. */
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { projectProducts } from "../../worker/search/project-products-flow.ts";
import { searchProducts } from "../../worker/search/search-flow.ts";
import { importProducts } from "../../worker/transfer/import-products-flow.ts";
import type { ImportedProduct } from "../../worker/transfer/imported-product.ts";
import { makeCategories } from "../../worker/transfer/make-categories-flow.ts";
import { type World, worldOf } from "../../worker/world.ts";
import { searchDatabasesOf } from "../search-databases.ts";

const DEPTH = 10;
const BY = { id: "bench", name: "Bench", email: "bench@meridian.example", role: "staff", market: "en-us" } as const;

export default {
  async fetch(request, env, context) {
    const { pathname, searchParams } = new URL(request.url);
    const world = worldOf(env, context, "bench", "http://bench.test");
    const text = searchParams.get("q") ?? "";
    if (pathname === "/import") return importAll(world, env, (await request.json()) as ImportedProduct[]);
    if (pathname === "/search") return Response.json(await found(world, text));
    if (pathname === "/indexed") return Response.json(await indexed(env));
    if (pathname === "/bm25") return Response.json(await plain(env, text));
    return Response.json(await alike(env, text));
  },
} satisfies ExportedHandler<Env>;

async function importAll(world: World, env: Env, products: readonly ImportedProduct[]): Promise<Response> {
  const ids = [...new Set(products.flatMap(({ categoryIds = [] }) => categoryIds))];
  const why = await makeCategories(
    world,
    ids.map((id) => ({ id, name: id, parentId: null })),
    BY,
  );
  if (why !== null) throw new Error(why);
  const answer = await importProducts(world, { products, openingQuantity: 1, dryRun: false, by: BY });
  if (!answer.ok) throw new Error(JSON.stringify(answer.problem));
  // An invocation writes so many documents and no more.
  for (let left: string[] = [...answer.value.changedIds]; left.length > 0; ) left = await projectProducts(world, left);
  await env.CATALOG.prepare(
    "CREATE VIRTUAL TABLE IF NOT EXISTS plain_text USING fts5(id UNINDEXED, title, description, brand, tokenize = 'porter unicode61')",
  ).run();
  const row = env.CATALOG.prepare("INSERT INTO plain_text (id, title, description, brand) VALUES (?, ?, ?, ?)");
  await env.CATALOG.batch(
    products.map(({ externalId, brand, translations: { en } }) =>
      row.bind(externalId, en?.title ?? "", en?.description ?? "", brand),
    ),
  );
  return Response.json({ imported: answer.value.created });
}

/** Products that can be found. */
async function indexed(env: Env): Promise<number> {
  const counts = await Promise.all(
    searchDatabasesOf(env).map(([, db]) =>
      db.prepare("SELECT count(DISTINCT product_id) AS count FROM search_documents_a").first<number>("count"),
    ),
  );
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}

async function found(world: World, q: string): Promise<(string | null)[]> {
  const market = SHIPPED_MARKETS.find("en-us");
  if (!market) throw new Error("The market is there");
  const page = await searchProducts(world, market, { q, limit: DEPTH, facets: false });
  if (!page.ok) throw new Error(page.problem.code);
  return page.value.items.map(({ externalId }) => externalId);
}

const quotedWords = (q: string): string[] => (q.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => `"${word}"`);

/** FTS5's own BM25 over title, description and brand, English stems: every word first, then any of them. */
async function plain(env: Env, q: string): Promise<string[]> {
  const rows = env.CATALOG.prepare(
    `SELECT id FROM plain_text WHERE plain_text MATCH ? ORDER BY bm25(plain_text) LIMIT ${DEPTH}`,
  );
  const idsOf = async (match: string) => (await rows.bind(match).all<{ id: string }>()).results.map(({ id }) => id);
  const words = quotedWords(q);
  const all = await idsOf(words.join(" AND "));
  const any = all.length < DEPTH ? await idsOf(words.join(" OR ")) : [];
  return [...new Set([...all, ...any])].slice(0, DEPTH);
}

/** What a shop does without a search: the text anywhere in the title. */
async function alike(env: Env, q: string): Promise<string[]> {
  const rows = env.CATALOG.prepare(`SELECT id FROM plain_text WHERE title LIKE ? LIMIT ${DEPTH}`);
  return (await rows.bind(`%${q}%`).all<{ id: string }>()).results.map(({ id }) => id);
}
