/** Writes a market's sitemaps as they are read: a turn of rows at a time, so that a file of any size needs no more memory. */
import { type Market, type Markets, marketsByReaders } from "../../markets/markets.ts";
import { priceListOf } from "../../pricing/price-list.ts";
import type { World } from "../../world.ts";
import { CATEGORIES_MAX, type CategoryNode } from "../category.ts";
import { readCategoryRows, readCategoryTree } from "../category-store.ts";
import { listCollections, shownCollection } from "../groups/collection-store.ts";
import {
  BYTES_WITH_ALTERNATES,
  filesOf,
  type MapFile,
  type MapPage,
  ROWS_PER_FILE,
  SITEMAP_FOOT,
  SITEMAP_HEAD,
  sitemapEntry,
} from "./sitemap.ts";
import {
  listMappedBrands,
  listMappedProducts,
  type MappedProduct,
  readMapSizes,
  type Stretch,
} from "./sitemap-store.ts";

/** Where pages are, as the site says it. All are paths; `pages` has those that no data names. */
export type MapPaths = {
  pages: readonly ((market: Market) => string)[];
  product(market: Market, slug: string): string;
  category(market: Market, slug: string): string;
  collection(market: Market, slug: string): string;
  brand(market: Market, slug: string): string;
};
/** `originOf`: scheme and host of a market's pages. */
export type MapAsk = { market: Market; markets: Markets; originOf(market: Market): string; paths: MapPaths };

/** Rows of one query: ten make a file, of the thousand that an invocation may ask. */
const ROWS_A_TURN = 1_000;

/** Names of a market's files. */
export async function listMapFiles(world: World): Promise<string[]> {
  const sizes = await readMapSizes(world.catalog);
  const numbered = (kind: "brands" | "products") =>
    Array.from({ length: filesOf(sizes[kind]) }, (_, at) => `${kind}-${at + 1}`);
  const collections = sizes.collections ? ["collections"] : [];
  return ["pages", "categories", ...collections, ...numbered("brands"), ...numbered("products")];
}

/** One file. A valid one names an address, so where nothing of its stretch is sold here it names the home page. */
export function writeSitemap(world: World, ask: MapAsk, file: MapFile): ReadableStream<Uint8Array<ArrayBuffer>> {
  const turns = turnsOf(world, ask, file);
  const encoder = new TextEncoder();
  let bytes = 0;
  return new ReadableStream({
    start: (out) => out.enqueue(encoder.encode(SITEMAP_HEAD)),
    pull: async (out) => {
      const { value: pages, done } = await turns.next();
      if (done && bytes === 0) out.enqueue(encoder.encode(sitemapEntry(homeOf(ask))));
      if (done) out.enqueue(encoder.encode(SITEMAP_FOOT));
      if (done) return out.close();
      for (const page of pages) {
        const text = sitemapEntry(bytes < BYTES_WITH_ALTERNATES ? page : { ...page, alternates: [] });
        const piece = encoder.encode(text);
        bytes += piece.length;
        out.enqueue(piece);
      }
    },
  });
}

const homeOf = (ask: MapAsk): MapPage => pageOf(ask, null, (market) => ask.paths.pages[0]?.(market) ?? "/");

async function* turnsOf(world: World, ask: MapAsk, file: MapFile): AsyncGenerator<MapPage[], void> {
  if ("number" in file) yield* stretchOf(world, ask, file);
  else if (file.kind === "pages") yield ask.paths.pages.map((pathOf) => pageOf(ask, null, pathOf));
  else yield await (file.kind === "categories" ? categoryPages : collectionPages)(world, ask);
}

async function* stretchOf(
  world: World,
  ask: MapAsk,
  { kind, number }: Extract<MapFile, { number: number }>,
): AsyncGenerator<MapPage[], void> {
  const until = number * ROWS_PER_FILE;
  let after = until - ROWS_PER_FILE;
  while (after < until) {
    const stretch = { after, until, limit: ROWS_A_TURN };
    const rows = kind === "brands" ? await brandRows(world, ask, stretch) : await productRows(world, ask, stretch);
    if (rows.length > 0) yield rows.map(({ page }) => page);
    after = rows.length < ROWS_A_TURN ? until : (rows.at(-1)?.place ?? until);
  }
}

type Row = { place: number; page: MapPage };
const brandRows = async (world: World, ask: MapAsk, stretch: Stretch): Promise<Row[]> =>
  (await listMappedBrands(world.catalog, stretch)).map((row) => ({ place: row.place, page: brandPage(ask, row) }));
async function productRows(world: World, ask: MapAsk, stretch: Stretch): Promise<Row[]> {
  const rows = await listMappedProducts(world.catalog, ask.market, world.nowMs(), stretch);
  return rows.map((row) => ({ place: row.place, page: productPage(ask, row) }));
}

const brandPage = (ask: MapAsk, { slug, changedAtMs }: { slug: string; changedAtMs: number }): MapPage =>
  pageOf(ask, changedAtMs, (market) => ask.paths.brand(market, slug));

/** In the markets that sell it: it is for sale there, and has a price. */
function productPage(ask: MapAsk, { slugs, languageDefault, markets, lists, changedAtMs }: MappedProduct): MapPage {
  const isSold = (market: Market) =>
    (markets === null || markets.includes(market.id)) && lists.includes(priceListOf(market));
  const slugIn = ({ language }: Market) => slugs[language] ?? slugs[languageDefault] ?? "";
  return pageOf(ask, changedAtMs, (market) => ask.paths.product(market, slugIn(market)), isSold);
}

async function categoryPages(world: World, ask: MapAsk): Promise<MapPage[]> {
  const [tree, { rows }] = await Promise.all([
    readCategoryTree(world, ask.market.language),
    readCategoryRows(world.catalog),
  ]);
  const changed = new Map(rows.map(({ id, updatedAtMs }) => [id, updatedAtMs]));
  const all: CategoryNode[] = [];
  const walk = (nodes: readonly CategoryNode[]) => {
    for (const node of nodes) if (all.length < CATEGORIES_MAX && all.push(node)) walk(node.children);
  };
  walk(tree);
  return all.map(({ id, slug, slugs }) =>
    pageOf(ask, changed.get(id) || null, (market) => ask.paths.category(market, slugs[market.language] ?? slug)),
  );
}

async function collectionPages(world: World, ask: MapAsk): Promise<MapPage[]> {
  const all = await listCollections(world.catalog);
  return all.flatMap((collection) => {
    const shown = collection.published && !collection.archived && shownCollection(collection, ask.market.language);
    if (!shown) return [];
    const slugIn = (market: Market) => shownCollection(collection, market.language)?.slug ?? shown.slug;
    return [pageOf(ask, collection.updatedAtMs, (market) => ask.paths.collection(market, slugIn(market)))];
  });
}

function pageOf(
  { market, markets, originOf }: MapAsk,
  atMs: number | null,
  pathOf: (market: Market) => string,
  isThere: (market: Market) => boolean = () => true,
): MapPage {
  const urlOf = (each: Market) => originOf(each) + pathOf(each);
  return {
    url: urlOf(market),
    atMs,
    alternates: marketsByReaders(markets.list.filter(isThere)).map(({ readers, market: each }) => ({
      readers,
      url: urlOf(each),
    })),
    anyone: isThere(markets.default) ? urlOf(markets.default) : null,
  };
}
