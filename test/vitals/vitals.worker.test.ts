/** Pages tell how fast they came: what is no such word is refused, what is counted says nothing of who looked. */
import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { afterEach, describe, expect, test } from "vitest";
import type { StoreEvent } from "../../worker/events/event.ts";
import { consumeBatch } from "../../worker/events/events-consumer.ts";
import { noteVitals } from "../../worker/vitals/note-vitals-flow.ts";
import { addVitals, pruneVitals, readVitals, VITALS_KEPT_DAYS } from "../../worker/vitals/vitals-store.ts";
import type { VitalCount } from "../../worker/vitals/vitals-tally.ts";
import { ask, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";
import { withinOneMinute } from "../support/within-one-minute.ts";

const DAY_MS = 86_400_000;
const TODAY = "2026-11-21";
const db = drizzle(env.INSIGHTS);
const count = (over: Partial<Record<"day" | "market" | "page" | "device", string>>, bucket: number, pages: number) => {
  const { day = TODAY, market = "en-us", page = "home", device = "phone" } = over;
  return [day, market, page, "4g", device, "lcp", bucket, pages] satisfies VitalCount;
};
const rows = async () => (await env.INSIGHTS.prepare("SELECT * FROM page_vitals").all()).results;
afterEach(() => env.INSIGHTS.exec("DELETE FROM page_vitals; DELETE FROM vital_deliveries"));

const told = () => ({
  ...{ id: crypto.randomUUID(), market: "en-us", page: "product", connection: "4g", device: "phone" },
  values: { lcp: 1_200, fcp: 600, inp: 40, ttfb: 90, cls: 0 },
});
const post = (body: unknown, headers: Record<string, string> = {}) =>
  ask("/api/vitals", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("what a page tells", () => {
  test("is taken, goes through the queue, and is counted without a word of who told it", async () => {
    const network = {
      "cf-connecting-ip": "192.0.2.77",
      cookie: "cart=x",
      referer: "http://store.test/en-us/products/a",
    };
    const one = told();
    for (const body of [one, one, told()]) expect((await post(body, network)).status).toBe(204);
    await expect.poll(async () => (await rows()).length, { timeout: 40_000 }).toBe(5);
    const [row] = await rows();
    expect(Object.keys(row ?? {}).toSorted()).toEqual(
      ["bucket", "connection", "day", "device", "market", "metric", "page", "pages"].toSorted(),
    );
    expect((await rows()).map(({ pages }) => pages)).toEqual([2, 2, 2, 2, 2]);
    expect(JSON.stringify(await rows())).not.toMatch(/192\.0\.2|cart|products/);
  }, 60_000);

  test.each([
    ["DNT", { dnt: "1" }],
    ["Global Privacy Control", { "sec-gpc": "1" }],
  ])("is not counted where %s asks for that", async (_, headers) => {
    const world = newTestWorld();
    expect((await post(told(), headers)).status).toBe(204);
    await world.settled();
    expect(await rows()).toEqual([]);
  });

  test.each([
    ["no market", { ...told(), market: "xx-xx" }, "404 market.unknown"],
    ["a path for a market", { ...told(), market: "../../admin/orders/1234567890" }, "422 request.invalid"],
    ["an address for a kind of page", { ...told(), page: "/en-us/orders/ABCD" }, "422 request.invalid"],
    ["a connection of its own", { ...told(), connection: "fibre" }, "422 request.invalid"],
    ["more than is asked", { ...told(), who: "me" }, "422 request.invalid"],
    ["nothing", { ...told(), values: {} }, "422 request.invalid"],
    ["less than nothing", { ...told(), values: { lcp: -1 } }, "422 request.invalid"],
    ["a day", { ...told(), values: { lcp: 86_400_000 } }, "422 request.invalid"],
    ["a number too large to be one", JSON.stringify(told()).replace("1200", "1e999"), "422 request.invalid"],
    ["a word for a number", { ...told(), values: { lcp: "1200" } }, "422 request.invalid"],
    ["another metric", { ...told(), values: { fid: 1 } }, "422 request.invalid"],
    ["no id", { ...told(), id: "x".repeat(10_000) }, "422 request.invalid"],
    ["a list", [told()], "422 request.invalid"],
    ["no JSON", "{", "422 request.invalid"],
  ])("is refused where it says %s", async (_, body, answer) => {
    expect(refusal(await post(body))).toMatch(new RegExp(`^${answer.replace("422", "4(00|22)")}$`));
  });

  test("is refused as text, from another site, and from a network that tells too much", async () => {
    expect(refusal(await post(told(), { "content-type": "text/plain" }))).toBe("415 request.not_json");
    expect(refusal(await post(told(), { "sec-fetch-site": "cross-site" }))).toBe("403 request.cross_site");
    const damped = await withinOneMinute(async () => {
      for (let tells = 0; tells < 61; tells += 1) await env.VITALS_DAMPER.limit({ key: "203.0.113.61" });
      return post(told(), { "cf-connecting-ip": "203.0.113.61" });
    });
    expect(refusal(damped)).toBe("429 request.rate_limited");
  });
});

describe("what has gathered", () => {
  const deliver = async (event: StoreEvent, times = 1) => {
    const settled: string[] = [];
    const message = {
      ...{ id: event.id, timestamp: new Date(), body: event, attempts: 1 },
      ...{ ack: () => void settled.push("acked"), retry: () => void settled.push("retried") },
    };
    const messages = Array(times).fill(message);
    await consumeBatch(newTestWorld(), { queue: "meridian-insights", messages } as unknown as MessageBatch);
    return settled;
  };

  test("is one message, however many told; a message that comes twice is counted once", async () => {
    const sent: StoreEvent[] = [];
    const world = {
      ...newTestWorld(),
      sleep: async () => undefined,
      send: async (more: readonly StoreEvent[]) => void sent.push(...more),
    };
    for (let page = 0; page < 50; page += 1)
      noteVitals(world, { ...told(), market: "en-us", page: "home", connection: "3g", device: "tablet" });
    await world.settled();
    expect(sent).toHaveLength(1);
    const [event] = sent;
    if (!event) return;
    expect(await deliver(event)).toEqual(["acked"]);
    expect(await deliver(event)).toEqual(["acked"]);
    const counts = await readVitals(db, { markets: ["en-us"], fromDay: "2000-01-01" }, { by: "metric" });
    expect(counts.get("lcp")?.[2]).toBe(50);
  });

  test("that cannot be sent is lost, and said to be", async () => {
    const world = { ...newTestWorld(), sleep: async () => undefined, send: () => Promise.reject(new Error("down")) };
    noteVitals(world, { ...told(), market: "en-us", page: "home", connection: "4g", device: "phone" });
    await world.settled();
    expect(world.errors).toMatchObject([{ event: "vitals.not_sent", facts: { counts: 5 } }]);
  });
});

describe("counts", () => {
  test("are told by metric, page and market, and narrowed by day and device", async () => {
    const counts = [
      count({}, 0, 3),
      count({ page: "product" }, 4, 2),
      count({ market: "de-de", device: "desktop" }, 0, 5),
      count({ day: "2026-11-01" }, 9, 7),
    ];
    await addVitals(db, { id: "m1", counts, nowMs: Date.UTC(2026, 10, 21) });
    await addVitals(db, { id: "m2", counts: [count({}, 0, 1)], nowMs: Date.UTC(2026, 10, 21) });
    const everywhere = { markets: ["en-us", "de-de"], fromDay: "2026-11-15" };
    const sums = async (...asked: Parameters<typeof readVitals> extends [unknown, ...infer Rest] ? Rest : never) =>
      Object.fromEntries(
        [...(await readVitals(db, ...asked))].map(([key, own]) => [key, own.reduce((sum, each) => sum + each, 0)]),
      );
    expect(await sums(everywhere, { by: "metric" })).toEqual({ lcp: 11 });
    expect(await sums(everywhere, { by: "page", metric: "lcp" })).toEqual({ home: 9, product: 2 });
    expect(await sums(everywhere, { by: "market", metric: "lcp" })).toEqual({ "en-us": 6, "de-de": 5 });
    expect(await sums(everywhere, { by: "market", metric: "inp" })).toEqual({});
    expect(await sums({ ...everywhere, device: "desktop" }, { by: "metric" })).toEqual({ lcp: 5 });
    expect(await sums({ ...everywhere, connection: "3g" }, { by: "metric" })).toEqual({});
    expect(await sums({ ...everywhere, fromDay: "2026-11-01" }, { by: "metric" })).toEqual({ lcp: 18 });
  });

  test("are forgotten after three months, and messages after two days", async () => {
    const nowMs = Date.UTC(2026, 10, 21, 12);
    const old = new Date(nowMs - (VITALS_KEPT_DAYS + 1) * DAY_MS).toISOString().slice(0, 10);
    await addVitals(db, { id: "m1", counts: [count({ day: old }, 0, 3), count({}, 0, 2)], nowMs: nowMs - 3 * DAY_MS });
    await pruneVitals(db, nowMs);
    expect(await rows()).toMatchObject([{ day: TODAY, pages: 2 }]);
    expect((await env.INSIGHTS.prepare("SELECT * FROM vital_deliveries").all()).results).toEqual([]);
  });
});
