import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test } from "vitest";
import { feedOf, SAMPLE_RATES } from "../../tools/reference-rates.ts";
import { done, refused } from "../../worker/base/outcome.ts";
import { ASK_AGAIN_MS, ASK_EVERY_MS, followRates, nextAskMs } from "../../worker/catalog/follow-rates-flow.ts";
import { readPriceList } from "../../worker/catalog/price-list-store.ts";
import { savePriceList } from "../../worker/catalog/save-price-list-flow.ts";
import { setOverride } from "../../worker/catalog/set-rate-flow.ts";
import { readRates } from "../../worker/pricing/rates/rate-store.ts";
import { followLists } from "../support/follow-lists.ts";
import { importedProduct, importNow, inWorld } from "../support/store-client.ts";

const BEGIN = Date.parse("2028-02-28T15:00:00Z");
const DAY_MS = 86_400_000;
const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
let now = BEGIN;
const dateOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
const quiet = { info: () => undefined, error: () => undefined };
/** The timer's minute, while the bank answers so. */
const tick = (answer: string | null) => {
  let asked = 0;
  const rateSource = async () => {
    asked += 1;
    return answer === null ? refused({ code: "rates.unavailable" as const, why: "cut off" }) : done(answer);
  };
  return inWorld((world) => followRates(world), { nowMs: () => now, rateSource, log: quiet }).then(
    (end) => [end, asked] as const,
  );
};
const kept = () => inWorld((world) => readRates(world.catalog, now));
const rateOf = (list: string) =>
  inWorld((world) => readPriceList(world.catalog, list)).then((found) => found?.derivation?.rate);

beforeEach(async () => {
  now += 30 * DAY_MS;
  await env.CATALOG.batch(
    ["exchange_rates", "rate_asks", "rate_overrides"].map((table) => env.CATALOG.prepare(`DELETE FROM ${table}`)),
  );
});

describe("rates of the day", () => {
  test("are asked for until the day's are there, and not again that day", async () => {
    expect(await tick(feedOf(dateOf(now - DAY_MS)))).toEqual(["believed", 1]);
    expect(await tick(feedOf(dateOf(now)))).toEqual(["not_due", 0]);
    now += ASK_EVERY_MS;
    expect(await tick(feedOf(dateOf(now)))).toEqual(["believed", 1]);
    now += 3 * ASK_EVERY_MS;
    expect(await tick(feedOf(dateOf(now)))).toEqual(["not_due", 0]);
    expect((await kept()).bank).toEqual({ date: dateOf(now), rates: SAMPLE_RATES });
  });

  test("are asked for next when staff are told that they are", async () => {
    for (const answer of [feedOf(dateOf(now - DAY_MS)), feedOf(dateOf(now)), null]) {
      expect((await tick(answer))[1]).toBe(1);
      const nextMs = nextAskMs(await kept());
      expect(nextMs).toBeGreaterThan(now);
      now = nextMs - 1;
      expect(await tick(answer)).toEqual(["not_due", 0]);
      now = nextMs;
    }
    expect((await tick(feedOf(dateOf(now))))[1]).toBe(1);
  });

  test.each([
    ["no answer", null, "rates.unavailable"],
    ["a page", "<html></html>", "rates.not_as_published"],
    ["a leap of a quarter", feedOf("", { ...SAMPLE_RATES, JPY: "222.00" }), "rates.moved_too_far"],
    [
      "no zloty",
      feedOf("", Object.fromEntries(Object.entries(SAMPLE_RATES).filter(([code]) => code !== "PLN"))),
      "rates.currency_missing",
    ],
  ])(
    "that are not believed (%s) leave the last good ones, are noted, and asked for again soon",
    async (_, answer, code) => {
      await tick(feedOf(dateOf(now)));
      const good = (await kept()).bank;
      now += DAY_MS;
      const told = answer?.replace("time=''", `time='${dateOf(now)}'`) ?? null;
      expect(await tick(told)).toEqual(["refused", 1]);
      expect(await kept()).toMatchObject({ bank: good, ask: { failure: { code }, failedAtMs: now } });
      expect(await tick(told)).toEqual(["not_due", 0]);
      now += ASK_AGAIN_MS;
      expect(await tick(feedOf(dateOf(now)))).toEqual(["believed", 1]);
      expect((await kept()).ask).toMatchObject({ failure: null, failedAtMs: null });
    },
  );

  test("are asked for once by two timers at the same moment", async () => {
    const ends = await Promise.all([tick(feedOf(dateOf(now))), tick(feedOf(dateOf(now)))]);
    expect(ends.map(([end]) => end).toSorted()).toEqual(["believed", "taken"]);
  });

  test("that staff set come first until they end, and say what a leap is measured by", async () => {
    await tick(feedOf(dateOf(now)));
    const override = {
      currency: "JPY" as const,
      rate: "230",
      reason: "The yen fell overnight",
      untilMs: now + 2 * DAY_MS,
    };
    expect(await inWorld((world) => setOverride(world, override, by), { nowMs: () => now })).toMatchObject({
      ok: true,
    });
    now += DAY_MS;
    expect(await tick(feedOf(dateOf(now), { ...SAMPLE_RATES, JPY: "222.00" }))).toEqual(["believed", 1]);
    now += 2 * DAY_MS;
    expect((await kept()).overrides).toEqual([]);
  });

  test.each([
    [{ rate: "0" }, "rate"],
    [{ rate: "1e3" }, "rate"],
    [{ untilMs: 0 }, "untilMs"],
    [{ reason: " " }, "reason"],
    [{ currency: "EUR" as const }, "currency"],
  ])("are not set wrongly: %j", async (over, path) => {
    const override = { currency: "JPY" as const, rate: "170", reason: "By hand", untilMs: now + DAY_MS, ...over };
    const set = await inWorld((world) => setOverride(world, override, by), { nowMs: () => now });
    expect(set).toMatchObject({ ok: false, problem: { code: "request.invalid", at: [{ path }] } });
  });
});

describe("a list takes a new rate", () => {
  test("when it moved further than the list's threshold, and its prices follow", async () => {
    await importNow([
      importedProduct({
        externalId: "follower",
        variants: [{ sku: "FOLLOWER", prices: { USD: { amountMinor: 100_00 } } }],
      }),
    ]);
    await tick(feedOf(dateOf(now)));
    const cad = await rateOf("CAD");
    expect(cad).toBe("1.40415983");
    now += DAY_MS;
    await tick(feedOf(dateOf(now), { ...SAMPLE_RATES, CAD: "1.6400" }));
    expect(await rateOf("CAD")).toBe(cad);
    now += DAY_MS;
    await tick(feedOf(dateOf(now), { ...SAMPLE_RATES, CAD: "1.7000" }));
    expect(await inWorld((world) => readPriceList(world.catalog, "CAD"))).toMatchObject({
      derivation: { rate: "1.46716147", rateDate: dateOf(now), rateSource: "bank" },
      work: { afterId: "" },
    });
    await followLists();
    const row = await env.CATALOG.prepare(
      "SELECT amount_minor AS minor FROM prices WHERE sku = 'FOLLOWER' AND list_id = 'CAD'",
    ).first();
    expect(row?.minor).toBe(146_99);
  });

  test("not where it is pinned for good", async () => {
    const list = await inWorld((world) => readPriceList(world.catalog, "PLN"));
    if (!list?.derivation) throw new Error("PLN follows a list");
    const { rateDate: _date, rateSource: _source, ...terms } = list.derivation;
    const ask = {
      name: list.name,
      currency: list.currency,
      version: list.version,
      derivation: { ...terms, rate: "4.00", followBp: null },
    };
    const saved = await inWorld((world) => savePriceList(world, "PLN", ask, by), { nowMs: () => now });
    expect(saved).toMatchObject({
      ok: true,
      value: { derivation: { rate: "4.00", rateSource: "staff", followBp: null } },
    });
    await tick(feedOf(dateOf(now)));
    expect(await rateOf("PLN")).toBe("4.00");
  });
});

describe("a list is not saved", () => {
  const derivation = {
    baseId: "USD",
    rate: "1.1",
    marginBp: 0,
    rounding: { stepMinor: 1, belowMinor: 0 },
    followBp: null,
  };
  const ask = { name: "Partners", currency: "CHF" as const, version: 0, derivation };
  test.each([
    ["over another version", "CAD", { ...ask, currency: "CAD" as const }, { code: "price_list.changed_meanwhile" }],
    [
      "from itself",
      "PARTNERS",
      { ...ask, derivation: { ...derivation, baseId: "PARTNERS" } },
      { code: "request.invalid" },
    ],
    [
      "from a list that follows",
      "PARTNERS",
      { ...ask, derivation: { ...derivation, baseId: "CAD" } },
      { code: "request.invalid" },
    ],
    [
      "with no step",
      "PARTNERS",
      { ...ask, derivation: { ...derivation, rounding: { stepMinor: 0, belowMinor: 0 } } },
      { code: "request.invalid" },
    ],
    [
      "by a rate of the day that nobody knows",
      "PARTNERS",
      { ...ask, derivation: { ...derivation, rate: null } },
      { code: "price_list.no_rate" },
    ],
  ])("%s", async (_, id, over, problem) => {
    expect(await inWorld((world) => savePriceList(world, id, over, by))).toMatchObject({ ok: false, problem });
  });

  test("twice by the same ask, and is one list then", async () => {
    const first = await inWorld((world) => savePriceList(world, "PARTNERS", ask, by));
    expect(first).toMatchObject({ ok: true, value: { version: 1 } });
    const again = await inWorld((world) => savePriceList(world, "PARTNERS", ask, by));
    expect(again).toMatchObject({ ok: false, problem: { code: "price_list.changed_meanwhile", version: 1 } });
  });
});
