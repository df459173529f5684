/** Everything impure a flow may touch, handed in by name and built once per request. Tests hand in another one. */
import { type DrizzleD1Database, drizzle } from "drizzle-orm/d1";
import { assert } from "./base/assert.ts";
import { aheadMsOf } from "./base/clock.ts";
import { shardOfKey, shardOfOrderNumber } from "./base/id.ts";
import { type Log, logOf } from "./base/log.ts";
import { atForgetting } from "./base/memory-store.ts";
import { whyOf } from "./base/why.ts";
import type { CartKeeper } from "./cart/cart-keeper.ts";
import { pictureFetcherOf } from "./catalog/pictures/picture-fetch-client.ts";
import type { PictureFetcher } from "./catalog/pictures/picture-fetcher.ts";
import type { PictureMaker } from "./catalog/pictures/picture-maker.ts";
import { pictureMakerOf } from "./catalog/pictures/picture-maker-client.ts";
import type { PictureSizer } from "./catalog/pictures/picture-sizer.ts";
import { pictureSizerOf } from "./catalog/pictures/picture-sizer-client.ts";
import { type Config, configOf } from "./config.ts";
import type { DoorKeeper, RoomKeeper } from "./drops/queue-keepers.ts";
import type { StoreEvent } from "./events/event.ts";
import { packEvents } from "./events/event-pack.ts";
import { byQueue } from "./events/event-queues.ts";
import type { Counters } from "./http/counters.ts";
import { countersOf } from "./http/counters-client.ts";
import { type PageCache, pageCacheOf } from "./http/page-cache.ts";
import type { StockLender } from "./inventory/stock-bucket.ts";
import type { StockKeeper } from "./inventory/stock-keeper.ts";
import type { StockWatchers } from "./inventory/stock-watchers.ts";
import type { DomainProver } from "./markets/domain-proof.ts";
import { domainProverOf } from "./markets/domain-proof-client.ts";
import { readMarkets } from "./markets/market-store.ts";
import type { Markets } from "./markets/markets.ts";
import { mailSenderOf } from "./notifications/mail-client.ts";
import type { MailSender } from "./notifications/mail-sender.ts";
import type { PaymentProvider } from "./payments/payment-provider.ts";
import { stripeProviderOf } from "./payments/stripe-client.ts";
import { rateSourceOf } from "./pricing/rates/rate-client.ts";
import type { RateSource } from "./pricing/rates/rate-source.ts";
import type { SearchMemory } from "./search/index/search-state.ts";
import { stripeTaxOf } from "./tax/provider/stripe-tax-client.ts";
import type { TaxProvider } from "./tax/provider/tax-provider.ts";
import type { VatRegister } from "./tax/vat/vat-register.ts";
import { viesOf } from "./tax/vat/vies-client.ts";

export type Database = DrizzleD1Database;

/** The databases of the search index, by the name of their binding; the first also has what the index is doing. */
export type SearchShards = {
  databases: ReadonlyMap<string, Database>;
  /** How long a search waits for one of several. */
  deadlineMs: number;
  /** What requests that one Worker serves share: plain data. */
  memory: SearchMemory;
};

export type World = {
  config: Config;
  catalog: Database;
  /** The first of the index's databases. */
  search: Database;
  searchShards: SearchShards;
  accounts: Database;
  /** What is counted and can be done without: what was searched. */
  insights: Database;
  /** The database of a checkout and of everything that comes of it, by the checkout's id. */
  ordersOfCheckout(checkoutId: string): Database;
  /** The database of an order by its number; null when the text is no order number. */
  ordersOfNumber(orderId: string): Database | null;
  /** Every orders database, for lists and timers. */
  ordersAll: readonly Database[];
  /** The markets of this moment: read once a world. Never rejects. */
  markets(): Promise<Markets>;
  documents: KVNamespace;
  media: R2Bucket;
  /** Files of imports and exports: staff's alone, never served as they are. */
  transfers: R2Bucket;
  /** Files that are sold: none is answered but by a link that is counted. */
  downloads: R2Bucket;
  /** Null where pictures are not fetched from other sites. */
  fetchPicture: PictureFetcher | null;
  /** Makes a smaller picture of one. */
  sizePicture: PictureSizer;
  /** Makes a picture for other programs. */
  makePicture: PictureMaker;
  /** Sends each to the queue of its kind, in chunks the queue takes. Prefer an outbox: this alone is lost in a crash. */
  send(events: readonly StoreEvent[]): Promise<void>;
  stockOf(sku: string): StockKeeper & StockLender;
  /** The pages that look at a product right now. */
  watchersOf(productId: string): StockWatchers;
  /** Where it is decided how many are let in to a drop. */
  waitingRoomOf(dropId: string): RoomKeeper;
  /** Where some of a drop's tickets are: `doorOf` says which. */
  waitingDoorOf(dropId: string, door: number): DoorKeeper;
  /** Null when the id is not one this store made. */
  cartOf(cartId: string): CartKeeper | null;
  newCart(): { cartId: string; cart: CartKeeper };
  counters: Counters;
  payments: PaymentProvider;
  mail: MailSender;
  /** Null where no rates of the day are asked for. */
  rateSource: RateSource | null;
  /** Null on a local store, which no domain leads to. */
  proveDomain: DomainProver | null;
  /** Null where no VAT numbers are looked up. */
  vatRegister: VatRegister | null;
  /** Reckons tax where staff say so; null without a key. */
  taxProvider: TaxProvider | null;
  /** The cache that keeps pages, null where there is none. `purgePages` is the way to purge it. */
  pageCache: PageCache | null;
  nowMs(): number;
  sleep(ms: number): Promise<void>;
  /** Random, unguessable: a UUID of version 4. */
  newId(): string;
  randomBytes(count: number): Uint8Array;
  /** Lets work end after the answer was sent; a failure of it is logged. */
  defer(work: Promise<unknown>): void;
  log: Log;
};

type Lifetime = { waitUntil(work: Promise<unknown>): void };

/** `origin` is where this request reached the store; a timer or a consumer has the configured one only. */
export function worldOf(env: Env, lifetime: Lifetime, requestId: string, origin = ""): World {
  const config = configOf(env, origin);
  const log = logOf(requestId);
  const ordersAll = [drizzle(env.ORDERS)];
  const ordersOfShard = (shard: number): Database => {
    const database = ordersAll[shard % ordersAll.length];
    assert(database !== undefined, "every shard has a database");
    return database;
  };
  let markets: Promise<Markets> | null = null;
  const world: World = {
    config,
    markets: () => {
      markets ??= readMarkets(world);
      return markets;
    },
    catalog: drizzle(env.CATALOG),
    search: drizzle(env.SEARCH),
    searchShards: searchShardsOf(env, config.searchDeadlineMs),
    accounts: drizzle(env.ACCOUNTS),
    insights: drizzle(env.INSIGHTS),
    ordersAll,
    ordersOfCheckout: (checkoutId) => ordersOfShard(shardOfKey(checkoutId)),
    ordersOfNumber: (orderId) => {
      const shard = shardOfOrderNumber(orderId);
      return shard === null ? null : ordersOfShard(shard);
    },
    documents: env.CATALOG_CACHE,
    media: env.MEDIA,
    transfers: env.TRANSFERS,
    downloads: env.DOWNLOADS,
    fetchPicture: config.fetchPictures ? pictureFetcherOf(fetch) : null,
    sizePicture: pictureSizerOf(env.IMAGES),
    makePicture: pictureMakerOf(env.IMAGES),
    send: async (events) => {
      for (const [queue, own] of byQueue(events))
        for (const pack of packEvents(own)) await env[queue].sendBatch(pack.map((body) => ({ body })));
    },
    stockOf: (sku) => env.SKU_STOCK.getByName(sku) as unknown as StockKeeper & StockLender,
    watchersOf: (productId) => env.STOCK_WATCH.getByName(productId) as unknown as StockWatchers,
    waitingRoomOf: (dropId) => env.WAITING_ROOM.getByName(dropId) as unknown as RoomKeeper,
    waitingDoorOf: (dropId, door) => env.WAITING_DOOR.getByName(`${dropId}:${door}`) as unknown as DoorKeeper,
    cartOf: (cartId) => cartAt(env, cartId),
    newCart: () => {
      const id = env.CART.newUniqueId();
      return { cartId: id.toString(), cart: env.CART.get(id) as unknown as CartKeeper };
    },
    counters: countersOf(env),
    payments: stripeProviderOf(config, log),
    mail: mailSenderOf(env, config),
    rateSource: config.ratesAddress === null ? null : rateSourceOf(config.ratesAddress),
    proveDomain: config.mailbox ? null : domainProverOf(config.authSecret),
    vatRegister: config.viesAddress === null ? null : viesOf(config.viesAddress),
    taxProvider: config.stripe.secretKey === "" ? null : stripeTaxOf(config),
    pageCache: pageCacheOf(env),
    nowMs: () => Date.now() + aheadMsOf(env),
    sleep: (ms) => new Promise((wake) => setTimeout(wake, ms)),
    newId: () => crypto.randomUUID(),
    randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
    defer: (work) => lifetime.waitUntil(work.catch((error) => log.error("deferred.failed", { why: whyOf(error) }))),
    log,
  };
  return world;
}

const searchMemory: SearchMemory = { kept: null, totals: null };
atForgetting(() => void Object.assign(searchMemory, { kept: null, totals: null } satisfies SearchMemory));

/** Every binding named `SEARCH`, `SEARCH_2`, `SEARCH_3`, …, in this order. */
function searchShardsOf(env: Env, deadlineMs: number): SearchShards {
  const named = Object.entries(env).flatMap(([name, binding]) => {
    const number = /^SEARCH(?:_([1-9]\d*))?$/.exec(name);
    return number ? [{ name, number: Number(number[1] ?? 1), database: drizzle(binding as D1Database) }] : [];
  });
  named.sort((a, b) => a.number - b.number);
  const databases = new Map(named.map(({ name, database }) => [name, database]));
  return { databases, deadlineMs, memory: searchMemory };
}

/** Only ids that the namespace itself made are taken, so a made-up id opens nothing. */
function cartAt(env: Env, cartId: string): CartKeeper | null {
  if (!/^[0-9a-f]{64}$/.test(cartId)) return null;
  try {
    return env.CART.get(env.CART.idFromString(cartId)) as unknown as CartKeeper;
  } catch {
    return null;
  }
}
