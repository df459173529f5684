/**
 * A world that tells of every call it is asked for before it makes it: to a database, an object, the payment provider, the
 * queue, the mail. Whoever watches makes the call, or does not; loses its answer, or makes it twice.
 */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import type { World } from "../../worker/world.ts";
import { searchBindings, searchDatabase } from "./search-index.ts";

export type Call = {
  on: "stock" | "cart" | "payments" | "queue" | "mail" | "catalog" | "accounts" | "orders" | "files" | "index";
  /** A method's name; of a database the text of its statements. */
  does: string;
  /** The SKU or the cart it is about; empty for the rest. */
  of: string;
  /** What it was called with; of a database the values of its statements. */
  given: readonly unknown[];
};
/** `go` makes the call, each time it is called. */
export type Watch = <Answer>(call: Call, go: () => Promise<Answer>) => Promise<Answer>;
type Method = (...given: never[]) => Promise<unknown>;

export function watchedWorld(world: World, watch: Watch): World {
  const watched = <Thing extends object>(thing: Thing, on: Call["on"], of = ""): Thing =>
    new Proxy(thing, {
      get:
        (target, name) =>
        (...given: never[]) =>
          watch({ on, does: String(name), of, given }, async () =>
            (target as Record<string | symbol, Method>)[name]?.(...given),
          ),
    });
  const orders = drizzle(watchedDatabase(env.ORDERS, "orders", watch));
  return {
    ...world,
    catalog: drizzle(watchedDatabase(env.CATALOG, "catalog", watch)),
    accounts: drizzle(watchedDatabase(env.ACCOUNTS, "accounts", watch)),
    ordersAll: [orders],
    ordersOfCheckout: () => orders,
    ordersOfNumber: (id) => world.ordersOfNumber(id) && orders,
    send: (events) => watch({ on: "queue", does: "send", of: "", given: events }, () => world.send(events)),
    stockOf: (sku) => watched(world.stockOf(sku), "stock", sku),
    cartOf: (id) => {
      const cart = world.cartOf(id);
      return cart && watched(cart, "cart", id);
    },
    downloads: watchedFiles(world.downloads, (thing, of) => watched(thing, "files", of)),
    transfers: watchedFiles(world.transfers, (thing, of) => watched(thing, "files", of)),
    payments: watched(world.payments, "payments"),
    mail: watched(world.mail, "mail"),
  };
}

/** An upload that goes on is named at once, and asked afterwards. */
function watchedFiles(bucket: R2Bucket, watched: <Thing extends object>(thing: Thing, of: string) => Thing): R2Bucket {
  const asked = watched(bucket, "");
  const named = (key: string, uploadId: string) => watched(bucket.resumeMultipartUpload(key, uploadId), key);
  return new Proxy(bucket, { get: (_, name) => (name === "resumeMultipartUpload" ? named : Reflect.get(asked, name)) });
}

type Watched = { real: D1PreparedStatement; query: string; values: readonly unknown[] };

/** The databases of the index, which none of the worlds that die watches: what is written there is written again. */
export const watchedIndex = (world: World, watch: Watch): Pick<World, "search" | "searchShards"> => {
  const databases = new Map(
    searchBindings().map((name) => [name, drizzle(watchedDatabase(searchDatabase(name), "index", watch))]),
  );
  return { search: databases.get("SEARCH") ?? world.search, searchShards: { ...world.searchShards, databases } };
};

/** A batch is one call, as it is one to D1. */
function watchedDatabase(database: D1Database, on: Call["on"], watch: Watch): D1Database {
  const known = new WeakMap<object, Watched>();
  const callOf = (statements: readonly Watched[]): Call => ({
    on,
    does: statements.map(({ query }) => query).join(";\n"),
    of: "",
    given: statements.flatMap(({ values }) => values),
  });
  const wrap = (real: D1PreparedStatement, query: string, values: readonly unknown[]): D1PreparedStatement => {
    const statement = { real, query, values };
    const tell = <Answer>(go: () => Promise<Answer>) => watch(callOf([statement]), go);
    const wrapped = {
      bind: (...bound: unknown[]) => wrap(real.bind(...bound), query, bound),
      run: () => tell(() => real.run()),
      all: () => tell(() => real.all()),
      first: () => tell(() => real.first()),
      raw: () => tell(() => real.raw()),
    } as unknown as D1PreparedStatement;
    known.set(wrapped, statement);
    return wrapped;
  };
  return {
    prepare: (query: string) => wrap(database.prepare(query), query, []),
    batch: (statements: D1PreparedStatement[]) => {
      const all = statements.map((one) => known.get(one) ?? { real: one, query: "", values: [] });
      return watch(callOf(all), () => database.batch(all.map(({ real }) => real)));
    },
  } as unknown as D1Database;
}
