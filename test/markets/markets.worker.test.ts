import { env, exports } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { addToCart, beginCart, openCart, readCart, setCartLine } from "../../worker/cart/cart-flow.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import type { MarketAsk } from "../../worker/markets/check-market.ts";
import { proofOf } from "../../worker/markets/domain-proof.ts";
import { forgetMarkets, listMarkets, MARKETS_SETTLED_MS, readMarkets } from "../../worker/markets/market-store.ts";
import { listMarketVersions } from "../../worker/markets/market-write-store.ts";
import type { MarketFacts } from "../../worker/markets/markets.ts";
import { saveMarket } from "../../worker/markets/save-market-flow.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { tendMarkets } from "../../worker/markets/tend-markets-flow.ts";
import { seedProduct } from "../support/seed-catalog.ts";
import { ask } from "../support/store-client.ts";
import { keptLog, testWorld } from "../support/test-world.ts";

const by: Viewer = { id: "staff-1", name: "Robin Example", email: "", role: "staff", market: "en-us" };
const askOf = ({ paymentMethods, ...facts }: MarketFacts, over: Partial<MarketAsk> = {}): MarketAsk => ({
  ...facts,
  paymentMethods: paymentMethods ?? [],
  ...over,
});
const kept = async (id: string): Promise<MarketFacts> => {
  const found = (await listMarkets(testWorld().catalog)).find((market) => market.id === id);
  if (!found) throw new Error(`There is no market ${id}`);
  return found;
};
const austria: MarketAsk = {
  ...askOf({ ...(SHIPPED_MARKETS.known("de-de") as MarketFacts) }),
  ...{ id: "de-at", countries: ["AT"], timeZone: "Europe/Vienna", position: 500, version: 0 },
};

const posted = (body: unknown) => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

beforeEach(forgetMarkets);

describe("markets", () => {
  test("begin with those the store ships", async () => {
    expect((await readMarkets(testWorld())).all.map(({ id }) => id)).toEqual(SHIPPED_MARKETS.all.map(({ id }) => id));
    expect((await readMarkets(testWorld())).all).toEqual(SHIPPED_MARKETS.all);
  });

  test("a new one is seen without a deploy: at once where it was made, within the bound elsewhere", async () => {
    const elsewhere = testWorld();
    const nowMs = elsewhere.nowMs();
    const before = await readMarkets(elsewhere);
    expect(await saveMarket(testWorld(), austria, by)).toMatchObject({ ok: true, value: { repeated: false } });
    expect((await testWorld().markets()).find("de-at")).toMatchObject({ language: "de", direction: "ltr" });
    expect((await ask("/api/categories?market=de-at")).status).toBe(200);
    expect(before.find("de-at"), "what was read stays as it is").toBeNull();
    // An isolate elsewhere that still remembers reads again once the bound is over.
    const later = testWorld({ nowMs: () => nowMs + MARKETS_SETTLED_MS });
    expect((await readMarkets(later)).find("de-at")).not.toBeNull();
  });

  test("one that this isolate has not heard of yet is shopped in all the same", async () => {
    await saveMarket(testWorld(), { ...austria, id: "de-at-neu" }, by);
    const world = testWorld({ markets: async () => SHIPPED_MARKETS });
    const { id, market } = await openCart(world, "de-at-neu");
    expect(market).toBe("de-at-neu");
    expect(await readCart(world, id)).toMatchObject({ ok: true, value: { market: "de-at-neu" } });
  });

  test("each version is kept with whose it was, and on record", async () => {
    const de = await kept("de-de");
    const world = testWorld();
    expect(await saveMarket(world, askOf(de, { countries: ["DE"] }), by)).toMatchObject({ ok: true });
    expect(await saveMarket(world, askOf(de, { countries: ["DE"] }), by)).toMatchObject({ value: { repeated: true } });
    expect(await saveMarket(world, askOf(de, { countries: ["AT"] }), by)).toMatchObject({
      problem: { code: "market.changed_meanwhile", version: de.version + 1 },
    });
    expect(await listMarketVersions(world.catalog, "de-de")).toMatchObject([
      { version: de.version + 1, byName: "Robin Example", facts: { countries: ["DE"] } },
    ]);
    const { results } = await env.ACCOUNTS.prepare("SELECT action, subject FROM audit_entries").all();
    expect(results).toContainEqual({ action: "market.saved", subject: "market:de-de" });
  });

  test("a list of another currency, or none at all, is refused before anything is written", async () => {
    const refusal = async (over: Partial<MarketAsk>) => {
      const saved = await saveMarket(testWorld(), { ...austria, id: "de-ch", ...over }, by);
      return saved.ok ? null : saved.problem;
    };
    expect(await refusal({ priceListId: "JPY" })).toMatchObject({ at: [{ rule: "price_list_of_other_currency" }] });
    expect(await refusal({ currency: "CHF" })).toMatchObject({ at: [{ rule: "price_list_missing" }] });
    expect((await listMarkets(testWorld().catalog)).map(({ id }) => id)).not.toContain("de-ch");
  });

  test("a path of twenty letters is shopped in like any other", async () => {
    const id = "switzerland-in-frenc";
    expect(await saveMarket(testWorld(), { ...austria, id }, by)).toMatchObject({ ok: true });
    expect((await ask("/api/carts", posted({ market: id }))).status).toBe(201);
  });

  test("of two who change one at once the second is told", async () => {
    const gb = await kept("en-gb");
    const world = testWorld();
    const ends = await Promise.all([21, 22, 23].map((position) => saveMarket(world, askOf(gb, { position }), by)));
    expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await kept("en-gb")).version).toBe(gb.version + 1);
  });

  test("a closed one takes no new visitor, and what was begun in it is ended in it", async () => {
    await seedProduct({ sku: "LAMP" });
    const world = testWorld();
    const { id } = await openCart(world, "ja-jp");
    await addToCart(world, id, { operationId: "two", sku: "LAMP", quantity: 2 });
    const ja = await kept("ja-jp");
    expect(await saveMarket(world, askOf(ja, { state: "closed" }), by)).toMatchObject({ ok: true });
    const after = testWorld();
    expect((await after.markets()).find("ja-jp")).toBeNull();
    expect(await readCart(after, id)).toMatchObject({ ok: true, value: { market: "ja-jp" } });
    const change = (quantity: number) => ({ operationId: `to ${quantity}`, sku: "LAMP", quantity });
    const notSold = { ok: false, problem: { code: "cart.sku_unknown" } };
    expect(await addToCart(after, id, change(1)), "nothing more is sold there").toEqual(notSold);
    expect(await setCartLine(after, id, change(3))).toEqual(notSold);
    expect(await setCartLine(after, id, { ...change(1), operationId: "fewer" })).toMatchObject({ ok: true });
    expect(await setCartLine(after, id, change(0))).toMatchObject({ value: { lines: [] } });
    expect(await beginCart(after, "ja-jp")).toEqual({ ok: false, problem: { code: "market.unknown" } });
    expect((await ask("/api/carts", posted({ market: "ja-jp" }))).status).toBe(404);
    expect((await ask("/api/products?market=ja-jp")).status).toBe(404);
  });

  test("the timer writes the document that a crash left behind", async () => {
    await env.CATALOG_CACHE.delete("markets");
    await tendMarkets(testWorld());
    expect(JSON.parse((await env.CATALOG_CACHE.get("markets")) ?? "[]")).toEqual(
      await listMarkets(testWorld().catalog),
    );
  });

  test("are the shipped ones where neither document nor database answers", async () => {
    const log = keptLog();
    const dead = { get: () => Promise.reject(new Error("down")), put: () => Promise.reject(new Error("down")) };
    const world = testWorld({ log, documents: dead as never, catalog: null as never });
    expect((await readMarkets(world)).list).toEqual(SHIPPED_MARKETS.list);
    expect(log.lines.map(({ event }) => event)).toEqual(["markets.document_unreadable", "markets.unreadable"]);
    expect((await readMarkets(testWorld())).all, "and only for that once").not.toEqual(SHIPPED_MARKETS.all);
  });

  test("are changed by staff alone", async () => {
    expect((await ask("/api/admin/markets")).status).toBe(401);
    expect((await ask("/api/admin/markets/en-us", { ...posted({}), method: "PUT" })).status).toBe(401);
  });
});

describe("a domain that a market gets", () => {
  const ask1 = { ...austria, id: "de-at-eigen", domain: "laden.example" };

  test("has to lead to this store, and is asked when it is new", async () => {
    const asked: string[] = [];
    const world = (leads: boolean) =>
      testWorld({
        proveDomain: async (domain) => {
          asked.push(domain);
          return leads;
        },
      });
    expect(await saveMarket(world(false), ask1, by)).toMatchObject({
      ok: false,
      problem: { code: "market.invalid", at: [{ path: "domain", rule: "domain_unproven" }] },
    });
    expect(
      (await listMarkets(testWorld().catalog)).some(({ id }) => id === ask1.id),
      "nothing is written",
    ).toBe(false);
    expect(await saveMarket(world(true), ask1, by)).toMatchObject({ ok: true });
    expect(asked.splice(0)).toEqual(["laden.example", "laden.example"]);
    const saved = await kept(ask1.id);
    expect(await saveMarket(world(false), askOf(saved, { position: 501 }), by)).toMatchObject({ ok: true });
    expect(await saveMarket(world(false), askOf(await kept(ask1.id), { domain: null }), by)).toMatchObject({
      ok: true,
    });
    expect(asked, "neither what stays nor what is given up").toEqual([]);
  });

  test("is answered for by the store there, for its own name and number alone", async () => {
    const { authSecret } = testWorld().config;
    const nonce = crypto.randomUUID();
    const proven = async (host: string) =>
      (await exports.default.fetch(new Request(`https://${host}/api/domain-proof/${nonce}`))).json();
    expect(await proven("laden.example")).toEqual({ proof: proofOf(authSecret, "laden.example", nonce) });
    expect(await proven("store.test")).not.toEqual(await proven("laden.example"));
    expect((await ask("/api/domain-proof/anything")).status).toBe(422);
  });
});
