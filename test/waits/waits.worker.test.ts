/** Being told that a sold-out SKU is back: asked for, taken back, and told once for each arrival, whatever comes twice or dies. */
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { StoreEvent } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { newEvent, sweepOutboxes } from "../../worker/events/outbox-store.ts";
import { LIMITS } from "../../worker/http/limits.ts";
import { adjustStock, holdUnits, receiveUnits } from "../../worker/inventory/stock-flow.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import { listMailbox, readMailboxMail } from "../../worker/notifications/mailbox-store.ts";
import { askWait } from "../../worker/waits/ask-wait-flow.ts";
import { sweepWaits } from "../../worker/waits/call-waits-flow.ts";
import {
  CALL_LOST_MS,
  CALLED_PER_TURN_MAX,
  TOLD_PER_UNIT,
  WAIT_KEPT_MS,
  WAITS_PER_ADDRESS_MAX,
  WAVE_MS,
} from "../../worker/waits/wait.ts";
import { emailKeyOf, insertWait } from "../../worker/waits/wait-store.ts";
import type { World } from "../../worker/world.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { seedProduct, setProductStatus } from "../support/seed-catalog.ts";
import { ask, refusal } from "../support/store-client.ts";
import { newTestWorld, type TestWorld } from "../support/test-world.ts";

const world = newTestWorld();
let article = "";
let made = 0;

/** A SKU that is sold out, anew for each test. */
beforeEach(async () => {
  made += 1;
  article = `WAIT-${made}`;
  await seedProduct({ sku: article, title: `Lamp ${made}`, openingQuantity: 0, lowStockAt: 2 });
});

const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  ask<Record<string, unknown>>(path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
const wish = (email: string, over: object = {}, headers = {}) =>
  post("/api/waits", { sku: article, market: "en-us", email, ...over }, headers);

const waits = async (sku = article) =>
  (
    await env.ACCOUNTS.prepare("SELECT email, market, state FROM stock_waits WHERE sku = ? ORDER BY created_at_ms, id")
      .bind(sku)
      .all()
  ).results;
const mailsTo = (email: string) => listMailbox(world, { to: email, limit: 20 });
const keyOf = (email: string) => emailKeyOf(world.config.authSecret, email);

let deliveries = 0;
async function arrive(quantity: number, sku = article): Promise<void> {
  deliveries += 1;
  const ask = { sku, operationId: `delivery-${deliveries}`, quantity, byId: "staff" };
  expect(await receiveUnits(world, ask)).toMatchObject({ ok: true });
}

/** Hands messages to the consumer as the queue does; answers how many were not settled. */
async function consume(by: World, events: readonly StoreEvent[]): Promise<number> {
  let again = 0;
  const messages = events.map((body) => ({
    id: body.id,
    body,
    attempts: 1,
    ack: () => undefined,
    retry: () => {
      again += 1;
    },
  }));
  await consumeBatch(by, { queue: "meridian-events", messages } as unknown as MessageBatch);
  return again;
}

/** A world whose queue is a list: what is sent is handed to `consume` by the test. */
function heldBack(aheadMs = 0): TestWorld & { sent: StoreEvent[] } {
  const sent: StoreEvent[] = [];
  return { ...newTestWorld(aheadMs), sent, send: async (events) => void sent.push(...events) };
}

/** The SKU's change is told, and all that comes of it, until nothing more comes. */
async function settle(by = heldBack(), sku = article): Promise<StoreEvent[]> {
  await consume(by, [newEvent(by, "stock.changed", { sku })]);
  await by.settled();
  const calls = by.sent.splice(0);
  expect(await consume(by, calls)).toBe(0);
  return calls;
}

describe("asking", () => {
  test("is answered the same however often, and whatever the address waits for already", async () => {
    const first = await wish("robin@example.com");
    expect([first.status, first.body]).toEqual([200, { state: "waiting" }]);
    const second = await wish(" Robin@Example.com".trim(), { market: "de-de" });
    expect([second.status, second.body]).toEqual([200, { state: "waiting" }]);
    expect(await waits()).toEqual([{ email: "Robin@Example.com", market: "de-de", state: "open" }]);
  });

  test("for what is there already keeps no address", async () => {
    await arrive(1);
    expect((await wish("there@example.com")).body).toEqual({ state: "available" });
    expect(await waits()).toEqual([]);
  });

  test.each([
    ["no address", { email: "robin" }, "422 request.invalid"],
    ["an address too long", { email: `${"a".repeat(250)}@example.com` }, "422 request.invalid"],
    ["a market there is none of", { market: "xx-xx" }, "422 request.invalid"],
    ["more than is asked for", { admin: true }, "422 request.invalid"],
    ["a SKU nobody sells", { sku: "NOBODY" }, "404 wait.sku_unknown"],
  ])("with %s is refused", async (_, over, expected) => {
    expect(refusal(await wish("robin@example.com", over))).toBe(expected);
    expect(await waits()).toEqual([]);
  });

  test("for what is not published, or has no price in the market, is refused", async () => {
    const draft = await seedProduct({ sku: `DRAFT-${made}`, openingQuantity: 0 });
    await setProductStatus(draft, "draft");
    expect(refusal(await wish("a@example.com", { sku: `DRAFT-${made}` }))).toBe("404 wait.sku_unknown");
    await seedProduct({ sku: `USD-${made}`, openingQuantity: 0, prices: { USD: 100 } });
    expect(refusal(await wish("a@example.com", { sku: `USD-${made}`, market: "de-de" }))).toBe("404 wait.sku_unknown");
  });

  test("too often is refused: for one address, and from one network", async () => {
    // Early in a window that is yet to come, so that no test runs over the end of a real one.
    vi.setSystemTime((Math.floor(Date.now() / WAVE_MS) + 2) * WAVE_MS + 1_000);
    const { limit } = LIMITS["wait.ask_of_address"];
    for (let tries = 0; tries < limit; tries += 1) expect((await wish("often@example.com")).status).toBe(200);
    expect(refusal(await wish("OFTEN@example.com"))).toBe("429 request.rate_limited");
    const { limit: ofNetwork } = LIMITS["wait.ask_of_network"];
    const from = { "cf-connecting-ip": "203.0.113.40" };
    for (let tries = 0; tries < ofNetwork; tries += 1)
      expect((await wish(`n${tries}@example.com`, {}, from)).status).toBe(200);
    expect(refusal(await wish("one-more@example.com", {}, from))).toBe("429 request.rate_limited");
    expect((await wish("one-more@example.com")).status).toBe(200);
    vi.useRealTimers();
  });

  test("for more than an address may wait for drops what it asked for first", async () => {
    const emailKey = await keyOf("many@example.com");
    for (let count = 0; count <= WAITS_PER_ADDRESS_MAX; count += 1)
      await insertWait(world.accounts, {
        id: `many-${count}`,
        sku: `MANY-${count}`,
        market: "en-us",
        email: "many@example.com",
        emailKey,
        nowMs: count,
      });
    expect(await waits("MANY-0")).toEqual([]);
    expect(await waits(`MANY-${WAITS_PER_ADDRESS_MAX}`)).toHaveLength(1);
  });
});

describe("when it is back", () => {
  test.each([
    ["en-us", "en-US", "$99.99"],
    ["de-de", "de-DE", "104,00"],
    ["ja-jp", "ja-JP", "16,500"],
    ["ar-ae", "ar-AE", "386.00"],
  ] as const)(
    "who asked in %s is told in its language, with its price and the ways out",
    async (market, locale, price) => {
      const email = `told-${market}@example.com`;
      await wish(email, { market });
      await arrive(3);
      await settle();
      const [mail, ...more] = await mailsTo(email);
      expect([mail?.locale, more]).toEqual([locale, []]);
      const whole = await readMailboxMail(world, mail?.id ?? "");
      expect(whole?.subject).toContain(`Lamp ${made}`);
      const key = await keyOf(email);
      const product = `http://store.test/${market}/products/product-${article}-${locale.slice(0, 2)}?sku=${article}`;
      for (const part of [whole?.text, whole?.html.replaceAll("&amp;", "&")]) {
        expect(part).toContain(price);
        expect(part?.toLowerCase()).toContain(product.toLowerCase());
        expect(part).toContain(`http://store.test/${market}/back-in-stock?key=${key}`);
      }
      expect(whole?.headers).toEqual({
        "List-Unsubscribe": `<http://store.test/api/waits/stop?market=${market}&key=${key}>`,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
      });
      expect(await waits(), "the address is forgotten").toEqual([]);
    },
  );

  test("one mail is sent, however often the events come, and from however many consumers", async () => {
    await wish("once@example.com");
    await arrive(5);
    const by = heldBack();
    const changed = newEvent(by, "stock.changed", { sku: article });
    await Promise.all([consume(by, [changed]), consume(by, [changed]), consume(by, [changed])]);
    await by.settled();
    const calls = by.sent.splice(0);
    expect(calls.map(({ kind }) => kind)).toEqual(["stock.back"]);
    await Promise.all([consume(by, calls), consume(by, calls), consume(by, calls)]);
    await consume(by, [changed, ...calls]);
    expect(await mailsTo("once@example.com")).toHaveLength(1);
    expect(await waits()).toEqual([]);
  });

  test("who asks again after it went again is told of the next arrival, with one more mail", async () => {
    for (const arrival of [1, 2]) {
      await wish("again@example.com");
      await arrive(1);
      await settle();
      expect(await mailsTo("again@example.com")).toHaveLength(arrival);
      await holdUnits(world, {
        sku: article,
        holdId: `${article}-${arrival}`,
        quantity: 1,
        expiresAtMs: world.nowMs() + 60_000,
      });
      await settle();
    }
    await arrive(1);
    await settle();
    expect(await mailsTo("again@example.com"), "nobody asked a third time").toHaveLength(2);
  });

  test("and went again before the mail, nobody is disappointed: they wait on", async () => {
    await wish("wait-on@example.com");
    await arrive(1);
    const by = heldBack();
    await consume(by, [newEvent(by, "stock.changed", { sku: article })]);
    await by.settled();
    const calls = by.sent.splice(0);
    await adjustStock(world, { sku: article, operationId: `lost-${made}`, delta: -1, reason: "lost", byId: "staff" });
    await settle(by);
    expect(await consume(by, calls)).toBe(0);
    expect(await mailsTo("wait-on@example.com")).toEqual([]);
    expect(await waits()).toMatchObject([{ state: "open" }]);
    await arrive(2);
    await settle();
    expect(await mailsTo("wait-on@example.com")).toHaveLength(1);
  });

  test("while its product is not published, those who wait are told once it is", async () => {
    await wish("hidden@example.com");
    await setProductStatus(`product-${article}`, "draft");
    await arrive(2);
    await settle();
    expect(await mailsTo("hidden@example.com")).toEqual([]);
    await setProductStatus(`product-${article}`, "published");
    const later = heldBack(WAVE_MS + 1_000);
    await sweepWaits(later);
    await later.settled();
    await consume(later, later.sent);
    expect(await mailsTo("hidden@example.com")).toHaveLength(1);
  });
});

describe("when many wait", () => {
  const insertMany = async (count: number) => {
    const startMs = world.nowMs() - count;
    for (let index = 0; index < count; index += 1) {
      const email = `crowd-${index}@example.com`;
      const row = { id: `${article}-${index}`, sku: article, market: "en-us" as MarketId, email };
      await insertWait(world.accounts, { ...row, emailKey: await keyOf(email), nowMs: startMs + index });
    }
  };

  test("few units call the first of them; the others are called when it is there an hour later, or more comes", async () => {
    await insertMany(3 * TOLD_PER_UNIT + 5);
    await arrive(1);
    const first = await settle();
    expect(first).toHaveLength(TOLD_PER_UNIT);
    expect(await mailsTo("crowd-0@example.com")).toHaveLength(1);
    expect(await mailsTo(`crowd-${TOLD_PER_UNIT}@example.com`)).toEqual([]);
    expect(await settle(), "the same unit calls nobody else").toEqual([]);
    await arrive(1);
    expect(await settle(), "a second unit calls as many again").toHaveLength(TOLD_PER_UNIT);
    const later = heldBack(WAVE_MS + 1_000);
    await sweepWaits(later);
    await later.settled();
    expect(later.sent, "both are there an hour later: the rest").toHaveLength(TOLD_PER_UNIT + 5);
  });

  test("they are called turn by turn, and the timer goes on where a turn's end left some", async () => {
    await insertMany(CALLED_PER_TURN_MAX + 30);
    await arrive(1_000);
    const calls = await settle();
    expect(calls).toHaveLength(CALLED_PER_TURN_MAX + 30);
    expect(new Set(calls.map(({ payload }) => JSON.stringify(payload))).size).toBe(calls.length);
    expect(await waits()).toEqual([]);
  });
});

test("killed at any step, everybody is told once in the end, or the mail that nobody knows of is listed", {
  timeout: 300_000,
}, async () => {
  for (const when of ["before", "after"] as const) {
    let lived = false;
    for (let calls = 1; !lived; calls += 1) {
      expect(calls, "the work has a bounded number of steps").toBeLessThan(80);
      const sku = `KILLED-${when}-${calls}`;
      await seedProduct({ sku, openingQuantity: 0 });
      const emails = [1, 2].map((index) => `killed-${when}-${calls}-${index}@example.com`);
      for (const email of emails)
        expect(await askWait(world, { sku, market: "en-us", email })).toMatchObject({ ok: true });
      await arrive(1, sku);
      const own = heldBack();
      const dying = dyingWorld(own, calls, when);
      const run = async (by: World) => {
        await consume(by, [newEvent(world, "stock.changed", { sku })]);
        await own.settled();
        await consume(by, own.sent);
      };
      await run(dying).catch((error: unknown) => expect(wasKilled(error), String(error)).toBe(true));
      lived = !dying.over;
      // What the queue and the timer do afterwards: all of it again, once claims are old.
      const later = heldBack(120_000);
      await consume(later, [newEvent(later, "stock.changed", { sku })]);
      await sweepOutboxes(later);
      await later.settled();
      const again = [...own.sent, ...later.sent.filter(({ kind }) => kind === "stock.back")];
      await consume(later, again);
      await consume(later, again);
      expect(await waits(sku), `${when} ${calls}`).toEqual([]);
      const unsure = later.errors.filter(({ event }) => event === "mail.unsure").length;
      const sent = (await Promise.all(emails.map(mailsTo))).map((mails) => mails.length);
      expect(Math.max(...sent), "nobody is told twice").toBeLessThanOrEqual(1);
      expect(sent.reduce((sum, count) => sum + count, 0) + unsure, `${when} ${calls}`).toBeGreaterThanOrEqual(2);
    }
  }
});

describe("taking it back", () => {
  const stop = (key: string, init: RequestInit = {}) =>
    ask(`/api/waits/stop?market=de-de&key=${key}`, { method: "POST", ...init });
  const ONE_CLICK: RequestInit = {
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: "List-Unsubscribe=One-Click",
  };

  test("by one click in a mail program ends all that the address waits for, and nobody else's", async () => {
    await seedProduct({ sku: `OTHER-${made}`, openingQuantity: 0 });
    await wish("enough@example.com");
    await wish("enough@example.com", { sku: `OTHER-${made}` });
    await wish("other@example.com");
    for (const _ of [1, 2]) expect((await stop(await keyOf("enough@example.com"), ONE_CLICK)).status).toBe(200);
    expect(await waits()).toMatchObject([{ email: "other@example.com" }]);
    expect(await waits(`OTHER-${made}`)).toEqual([]);
  });

  test("with a forged key changes nothing, and looks the same as with a real one", async () => {
    await wish("safe@example.com");
    const forged = await stop("0".repeat(64), ONE_CLICK);
    const real = await stop(await keyOf("nobody@example.com"), ONE_CLICK);
    expect([forged.status, forged.body]).toEqual([real.status, real.body]);
    expect(refusal(await stop("no-key"))).toBe("422 request.invalid");
    expect(await waits()).toMatchObject([{ email: "safe@example.com" }]);
  });

  test("while the mail is on its way stops it", async () => {
    await wish("stop@example.com");
    await arrive(1);
    const by = heldBack();
    await consume(by, [newEvent(by, "stock.changed", { sku: article })]);
    await by.settled();
    await stop(await keyOf("stop@example.com"));
    await consume(by, by.sent);
    expect(await mailsTo("stop@example.com")).toEqual([]);
  });

  test("is not done by opening the link: that leads to the page with the button", async () => {
    await wish("look@example.com");
    const key = await keyOf("look@example.com");
    const opened = await ask(`/api/waits/stop?market=de-de&key=${key}`, { redirect: "manual" });
    expect([opened.status, opened.headers.get("location")]).toEqual([303, `/de-de/back-in-stock?key=${key}`]);
    expect(await waits()).toHaveLength(1);
  });
});

describe("the timer", () => {
  test("forgets who waited for half a year, and calls anew who was called and never told", async () => {
    await insertWait(world.accounts, {
      id: `old-${made}`,
      sku: article,
      market: "en-us",
      email: "old@example.com",
      emailKey: await keyOf("old@example.com"),
      nowMs: world.nowMs() - WAIT_KEPT_MS - 1_000,
    });
    await wish("lost@example.com");
    await arrive(1);
    const by = heldBack();
    await consume(by, [newEvent(by, "stock.changed", { sku: article })]);
    await by.settled();
    const later = heldBack(CALL_LOST_MS + 60_000);
    await sweepWaits(later);
    await later.settled();
    expect(await waits()).toMatchObject([{ email: "lost@example.com" }]);
    await consume(later, [...by.sent, ...later.sent]);
    expect(await mailsTo("lost@example.com")).toHaveLength(1);
    expect(await mailsTo("old@example.com")).toEqual([]);
  });
});

test("stock that came while one asked is told at once", async () => {
  const stockOf: World["stockOf"] = (sku) => {
    const stock = world.stockOf(sku);
    let looks = 0;
    return new Proxy(stock, {
      get: (target, name) =>
        name === "levels"
          ? async () => {
              looks += 1;
              const levels = await target.levels();
              if (looks === 1 && levels.number < 2) await arrive(1);
              return levels;
            }
          : (...given: never[]) =>
              (target as unknown as Record<string | symbol, (...all: never[]) => unknown>)[name]?.(...given),
    });
  };
  const by = { ...heldBack(), stockOf };
  await askWait(by, { sku: article, market: "en-us", email: "just@example.com" });
  await by.settled();
  expect(by.sent.map(({ kind }) => kind)).toEqual(["stock.back"]);
});
