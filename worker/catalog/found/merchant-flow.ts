/** Writes a market's product feed as its variants are read. What it says of one is what the product's page says. */
import { listOffers } from "../../inventory/offer-store.ts";
import type { StockOffer } from "../../inventory/stock-offer.ts";
import type { Market } from "../../markets/markets.ts";
import { type Price, priceAt } from "../../pricing/price.ts";
import { beforeOf } from "../../pricing/prior-price.ts";
import { readShippingGoods } from "../../shipping/goods-store.ts";
import type { GoodsFacts } from "../../shipping/shipped-goods.ts";
import { waysToCountries } from "../../shipping/ways-of-one.ts";
import type { ShippingZone } from "../../shipping/zone.ts";
import { readShippingZones } from "../../shipping/zone-store.ts";
import { readTaxFacts } from "../../tax/tax-store.ts";
import type { World } from "../../world.ts";
import type { CategoryNode } from "../category.ts";
import { readCategoryTree } from "../category-store.ts";
import { optionName, optionValue } from "../option-words.ts";
import { imagePathOf } from "../pictures/image-path.ts";
import { madePathOf } from "../pictures/made-picture.ts";
import {
  FEED_FOOT,
  type FeedAvailability,
  type FeedHead,
  type FeedReduction,
  feedHead,
  feedItem,
  feedsOf,
  returnLabelOf,
  VARIANTS_PER_FEED,
} from "./merchant-feed.ts";
import { type FedVariant, listFedVariants, readVariantPlaces } from "./merchant-store.ts";

/** `head.url` is the market's home; `productUrl` is the page of a variant. */
export type FeedAsk = { market: Market; origin: string; head: FeedHead; productUrl(slug: string, sku: string): string };

const VARIANTS_A_TURN = 500;

/** How many feeds a market's variants take. */
export const countFeeds = async (world: World): Promise<number> => feedsOf(await readVariantPlaces(world.catalog));

export function writeFeed(world: World, ask: FeedAsk, number: number): ReadableStream<Uint8Array<ArrayBuffer>> {
  const turns = turnsOf(world, ask, number);
  const encoder = new TextEncoder();
  return new ReadableStream({
    start: (out) => out.enqueue(encoder.encode(feedHead(ask.head))),
    pull: async (out) => {
      const { value: text, done } = await turns.next();
      out.enqueue(encoder.encode(done ? FEED_FOOT : text));
      if (done) out.close();
    },
  });
}

/** What of the store every item is told by. */
type Terms = {
  nowMs: number;
  names: ReadonlyMap<string, readonly string[]>;
  zones: readonly ShippingZone[];
  facts: ReadonlyMap<string, GoodsFacts>;
  returnDays: number;
};

async function* turnsOf(world: World, ask: FeedAsk, number: number): AsyncGenerator<string, void> {
  const [tree, zones, { settings }] = await Promise.all([
    readCategoryTree(world, ask.market.language),
    readShippingZones(world),
    readTaxFacts(world),
  ]);
  const { returnDays } = settings;
  const names = categoryNames(tree);
  const until = number * VARIANTS_PER_FEED;
  let after = until - VARIANTS_PER_FEED;
  while (after < until) {
    const nowMs = world.nowMs();
    const stretch = { after, until, limit: VARIANTS_A_TURN };
    const rows = await listFedVariants(world.catalog, ask.market, nowMs, stretch);
    if (rows.length > 0) yield await itemsOf(world, ask, rows, { nowMs, names, zones, returnDays });
    after = rows.length < VARIANTS_A_TURN ? until : (rows.at(-1)?.place ?? until);
  }
}

async function itemsOf(
  { catalog }: World,
  ask: FeedAsk,
  rows: readonly FedVariant[],
  terms: Omit<Terms, "facts">,
): Promise<string> {
  const skus = rows.map(({ sku }) => sku);
  const products = [...new Set(rows.map(({ productId }) => productId))];
  const [offers, facts] = await Promise.all([
    listOffers(catalog, skus, ask.market.id),
    readShippingGoods(catalog, products),
  ]);
  return rows.map((row) => itemOf(ask, row, offers.get(row.sku), { ...terms, facts })).join("");
}

function itemOf(
  { market, origin, productUrl }: FeedAsk,
  row: FedVariant,
  offer: StockOffer | undefined,
  { nowMs, names, returnDays, ...terms }: Terms,
): string {
  const { amountMinor, reduction } = pricesOf(row.price, market, nowMs);
  return feedItem({
    sku: row.sku,
    groupId: row.siblings > 1 ? row.productId : null,
    title: row.title,
    description: row.description,
    url: productUrl(row.slug, row.sku),
    images: picturesOf(row, market).map((path) => origin + path),
    brand: row.brand,
    barcode: row.barcode,
    currency: market.currency,
    amountMinor,
    reduction,
    ...availabilityOf(offer, nowMs),
    isBundle: row.isBundle,
    category: names.get(row.categoryId ?? "") ?? [],
    options: Object.entries(row.options).map(([name, value]) => ({
      name,
      words: optionName(market.locale, name),
      value: optionValue(market.locale, value),
    })),
    weightGrams: row.weightGrams,
    shipping: row.isDigital ? [] : shippingOf(market, row, priceAt(row.price, nowMs).amountMinor, terms),
    returnLabel: row.isDigital ? null : returnLabelOf(returnDays),
  });
}

/** As it is now; of a reduction that is on, what it is compared with, and of one that is to come, its days. */
function pricesOf(
  price: Price,
  market: Market,
  nowMs: number,
): { amountMinor: number; reduction: FeedReduction | null } {
  const now = priceAt(price, nowMs);
  const before = beforeOf(now, market);
  const sale = price.sale ?? null;
  if (before) {
    const fromMs = now.untilMs === null ? null : (sale?.fromMs ?? null);
    return { amountMinor: before.minor, reduction: { amountMinor: now.amountMinor, fromMs, untilMs: now.untilMs } };
  }
  const isComing = sale !== null && sale.fromMs > nowMs && sale.untilMs !== null && sale.amountMinor < now.amountMinor;
  return { amountMinor: now.amountMinor, reduction: isComing ? sale : null };
}

/**
 * What could not be asked for is taken to be there, as the page does. What ships later needs a day that is still to come: without
 * one it is told as sold out.
 */
export function availabilityOf(
  offer: StockOffer | undefined,
  nowMs: number,
): { availability: FeedAvailability; availableAtMs: number | null } {
  if (!offer || offer.here > 0) return { availability: "in_stock", availableAtMs: null };
  const { units, promise } = offer;
  if (units <= 0 || !promise || promise.atMs <= nowMs) return { availability: "out_of_stock", availableAtMs: null };
  return { availability: promise.kind, availableAtMs: promise.atMs };
}

/** Photographs as they are; drawings, and what is no format of feeds, as they are made for feeds. */
const PHOTOGRAPH = /\.(jpe?g|png|webp|gif)$/;
function picturesOf({ productId, productType, media, options }: FedVariant, market: Market): string[] {
  const words = Object.values(options).map((value) => optionValue(market.locale, value));
  const named = (alt: string) => words.filter((word) => word !== "" && alt.includes(word)).length;
  const all = (media.length > 0 ? media : [null]).map((each) => ({
    path: imagePathOf(each, { id: productId, productType }),
    fits: named(each?.alt[market.language] ?? ""),
  }));
  const paths = all.toSorted((one, other) => other.fits - one.fits).map(({ path }) => path);
  return [...new Set(paths)].map((path) => (PHOTOGRAPH.test(path) ? path : madePathOf("goods", path)));
}

const shippingOf = (market: Market, row: FedVariant, amountMinor: number, terms: Pick<Terms, "zones" | "facts">) =>
  waysToCountries({ ...terms, market }, { ...row, amountMinor }).map(({ name, ...way }) => ({ ...way, service: name }));

function categoryNames(tree: readonly CategoryNode[]): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  const walk = (nodes: readonly CategoryNode[], above: readonly string[]) => {
    for (const { id, name, children } of nodes) {
      names.set(id, [...above, name]);
      walk(children, [...above, name]);
    }
  };
  walk(tree, []);
  return names;
}
