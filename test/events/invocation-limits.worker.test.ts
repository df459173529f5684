/** What one invocation of a consumer asks of KV and of the databases, counted at the bindings themselves. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, test } from "vitest";
import { documentKey } from "../../worker/catalog/document-store.ts";
import { PRODUCTS_PER_EVENT_MAX, type StoreEvent } from "../../worker/events/event.ts";
import { PRODUCTS_PER_JOB_MAX } from "../../worker/events/event-jobs.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { productEvents } from "../../worker/events/outbox-store.ts";
import { LANGUAGES } from "../../worker/markets/markets.ts";
import type { World } from "../../worker/world.ts";
import { askAsStaff, importedProduct, inWorld } from "../support/store-client.ts";
import { keptLog } from "../support/test-world.ts";

/** Of KV, and of queries: developers.cloudflare.com/kv/platform/limits and d1/platform/limits. */
const LIMIT = 1_000;
const ids = Array.from({ length: PRODUCTS_PER_JOB_MAX }, (_, index) => `test-many-${index}`);
const textsOf = (id: string, suffix: string) =>
  Object.fromEntries(
    LANGUAGES.map((language) => [
      language,
      { title: `${id} ${suffix}`, slug: `${id}-${language}-${suffix}`, description: "" },
    ]),
  );
const importAll = async (suffix: string) => {
  for (let start = 0; start < ids.length; start += 50) {
    const products = ids.slice(start, start + 50).map((id) =>
      importedProduct({
        externalId: id.slice("test-".length),
        translations: textsOf(id, suffix),
        variants: [{ sku: `SKU-${id}`, quantity: null, prices: { USD: { amountMinor: 10_000 } } }],
      }),
    );
    const answer = await askAsStaff("POST", "/api/admin/imports", { products });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
};

type Counts = { kv: number; queries: number };
function counting(world: World, counts: Counts): World {
  const counted = <Target extends object>(
    target: Target,
    names: readonly string[],
    note: (given: unknown[]) => void,
  ): Target =>
    new Proxy(target, {
      get: (own, name) => {
        const value = Reflect.get(own, name);
        if (typeof value !== "function") return value;
        return (...given: unknown[]) => {
          if (names.includes(String(name))) note(given);
          return value.apply(own, given);
        };
      },
    });
  const database = (binding: D1Database) =>
    drizzle(
      counted(binding, ["prepare"], () => {
        counts.queries += 1;
      }),
    );
  const search = database(env.SEARCH);
  return {
    ...world,
    catalog: database(env.CATALOG),
    search,
    searchShards: { ...world.searchShards, databases: new Map([["SEARCH", search]]) },
    documents: counted(env.CATALOG_CACHE, ["put", "delete", "get"], () => {
      counts.kv += 1;
    }),
  };
}

async function deliver(events: readonly StoreEvent[], { attempts = 1, log = keptLog() } = {}) {
  const counts: Counts = { kv: 0, queries: 0 };
  const sent: StoreEvent[] = [];
  const settled: string[] = [];
  const messages = events.map((body) => ({
    id: body.id,
    timestamp: new Date(),
    body,
    attempts,
    ack: () => void settled.push("acked"),
    retry: () => void settled.push("retried"),
  }));
  await inWorld(
    (world) =>
      consumeBatch(counting(world, counts), { queue: "meridian-products", messages } as unknown as MessageBatch),
    {
      send: async (more) => void sent.push(...more),
      log,
    },
  );
  return { counts, sent, settled };
}
const changed = () => inWorld(async (world) => productEvents(world, ids));
const isKept = async (id: string, suffix: string) =>
  Promise.all(LANGUAGES.map((language) => env.CATALOG_CACHE.get(documentKey(language, `${id}-${language}-${suffix}`))));

beforeAll(async () => {
  // As many rules as there may be would be asked of every product: they are part of what an invocation does.
  for (let number = 0; number < 100; number += 1) {
    const translations = {
      en: { slug: `rule-${number}`, name: `Rule ${number}`, description: "", seoTitle: "", seoDescription: "" },
    };
    const rule = { match: "all", conditions: [{ field: "tag", has: ["never"] }] };
    const facts = {
      version: 0,
      rule,
      productIds: [],
      imageKey: null,
      published: false,
      position: number,
      translations,
    };
    const answer = await askAsStaff("PUT", `/api/admin/collections/rule-${number}`, facts);
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
  await importAll("first");
}, 60_000);

describe("the largest batch of products that comes", () => {
  test("is projected within what an invocation may ask of KV and databases", async () => {
    const events = await changed();
    expect(events).toHaveLength(PRODUCTS_PER_JOB_MAX / PRODUCTS_PER_EVENT_MAX);
    const { counts, sent, settled } = await deliver(events);
    expect(settled).toEqual(events.map(() => "acked"));
    expect(sent).toEqual([]);
    expect(counts.kv).toBeGreaterThanOrEqual(ids.length * LANGUAGES.length);
    expect(Math.max(counts.kv, counts.queries), JSON.stringify(counts)).toBeLessThanOrEqual(LIMIT);
  });

  test("stays within it when every message comes again by itself", async () => {
    const { counts, settled } = await deliver(await changed(), { attempts: 2 });
    expect(new Set(settled)).toEqual(new Set(["acked"]));
    expect(Math.max(counts.kv, counts.queries), JSON.stringify(counts)).toBeLessThanOrEqual(LIMIT);
  });

  test("with every address changed twice is more than KV takes at once: the rest is sent on, and nothing old is left", async () => {
    await importAll("second");
    await importAll("third");
    let events = await changed();
    for (let turn = 0; events.length > 0; turn += 1) {
      expect(turn, "it comes to an end").toBeLessThan(5);
      const { counts, sent, settled } = await deliver(events);
      expect(settled).toEqual(events.map(() => "acked"));
      expect(Math.max(counts.kv, counts.queries), JSON.stringify(counts)).toBeLessThanOrEqual(LIMIT);
      if (turn === 0) expect(sent.length).toBeGreaterThan(0);
      events = sent;
    }
    for (const id of [ids[0] ?? "", ids.at(-1) ?? ""]) {
      expect(await isKept(id, "first")).toEqual(LANGUAGES.map(() => null));
      expect((await isKept(id, "third")).every((document) => document !== null)).toBe(true);
    }
  }, 60_000);
});
