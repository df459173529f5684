/**
 * Where the markets are read: an isolate's memory, over one document in KV, over the rows in D1. A page costs one read of
 * KV in half a minute of an isolate's life, and none of D1.
 */
import { asc, max } from "drizzle-orm";
import { assert } from "../base/assert.ts";
import { newMemory } from "../base/memory-store.ts";
import { whyOf } from "../base/why.ts";
import { isCurrency } from "../pricing/money.ts";
import type { Database, World } from "../world.ts";
import { placeOf } from "./market-origin.ts";
import { markets as rows } from "./market-tables.ts";
import {
  LOCALES,
  type Market,
  type MarketFacts,
  type MarketId,
  type Markets,
  marketOfFacts,
  marketsOf,
} from "./markets.ts";
import { SHIPPED_MARKETS } from "./shipped-markets.ts";

const DOCUMENT = "markets";
/** The least that KV takes: how long a location may go by a document that was replaced elsewhere. */
const NEAR_SECONDS = 30;
const REMEMBERED_MS = 30_000;
/** From then on every isolate reads what was written: see docs/caching.md. */
export const MARKETS_SETTLED_MS = NEAR_SECONDS * 1_000 + REMEMBERED_MS;

type Readable = Pick<World, "catalog" | "documents" | "nowMs" | "log">;

const remembered = newMemory<"all", Markets | null>(REMEMBERED_MS);
export const forgetMarkets = (): void => remembered.forget();

/**
 * What is remembered, for half a minute. Where neither KV nor D1 answers, the shipped ones serve, for this once: pages still
 * come, and the next request asks again.
 */
export async function readMarkets(world: Readable): Promise<Markets> {
  const markets = await remembered.recall("all", world.nowMs(), async () => {
    const kept = usableOf((await readDocument(world)) ?? (await readRows(world)) ?? []);
    return kept.some(({ state }) => state === "open") ? marketsOf(kept) : null;
  });
  if (!markets) remembered.forget();
  return markets ?? SHIPPED_MARKETS;
}

/**
 * The market of what was begun in it, whatever its state. In a market's first minute this isolate may not have heard of it
 * where another has: the rows are asked then.
 */
export async function readBegunMarket(world: Pick<World, "markets" | "catalog">, id: MarketId): Promise<Market> {
  const known = (await world.markets()).known(id);
  if (known) return known;
  const market = (await listUsableMarkets(world.catalog)).find((each) => each.id === id);
  assert(market !== undefined, "what was begun names one of the store's markets");
  return market;
}

/** Scheme and host that links to a market's pages start with: its own domain's, else the store's; empty where neither is known. */
export async function readPlace(world: Pick<World, "markets" | "config">, market: Market): Promise<string> {
  const { origin, storeOrigin } = world.config;
  return placeOf(await world.markets(), market, { asked: origin, store: storeOrigin });
}

async function readDocument({ documents, log }: Readable): Promise<MarketFacts[] | null> {
  try {
    return await documents.get<MarketFacts[]>(DOCUMENT, { type: "json", cacheTtl: NEAR_SECONDS });
  } catch (error) {
    log.error("markets.document_unreadable", { why: whyOf(error) });
    return null;
  }
}

async function readRows({ catalog, log }: Readable): Promise<MarketFacts[] | null> {
  try {
    return await listMarkets(catalog);
  } catch (error) {
    log.error("markets.unreadable", { why: whyOf(error) });
    return null;
  }
}

/** What this version of the code has no words or no amounts for cannot be shown. */
const usableOf = (facts: readonly MarketFacts[]) =>
  facts.filter(({ locale, currency }) => (LOCALES as readonly string[]).includes(locale) && isCurrency(currency));

/** From the rows, those that this version of the code can show: for what is written for each of them, and stays. */
export const listUsableMarkets = async (db: Database): Promise<Market[]> =>
  usableOf(await listMarkets(db)).map(marketOfFacts);

/** From the rows themselves: for staff, and for what is made of them. */
export async function listMarkets(db: Database): Promise<MarketFacts[]> {
  const found = await db.select().from(rows).orderBy(asc(rows.position), asc(rows.id));
  return found.map(({ updatedAtMs: _at, ...facts }) => facts);
}

/** Writes the document where it is not what the rows say. Bears running twice; the timer does, after a crash between the two. */
export async function projectMarkets(world: Pick<World, "catalog" | "documents">): Promise<void> {
  const text = JSON.stringify(await listMarkets(world.catalog));
  if (text !== (await world.documents.get(DOCUMENT))) await world.documents.put(DOCUMENT, text);
}

/** When any of them was last saved; 0 where none ever was. */
export async function readMarketsChangedAtMs(db: Database): Promise<number> {
  const [last] = await db.select({ atMs: max(rows.updatedAtMs) }).from(rows);
  return last?.atMs ?? 0;
}
