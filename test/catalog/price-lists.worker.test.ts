import { env } from "cloudflare:workers";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { derivedMinor } from "../../worker/catalog/derived-price-store.ts";
import { followPriceList, sweepPriceLists } from "../../worker/catalog/follow-price-list-flow.ts";
import { readPriceList } from "../../worker/catalog/price-list-store.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { AMOUNT_MINOR_MAX, amountMaxOf, CURRENCIES, type Currency } from "../../worker/pricing/money.ts";
import { deriveMinor, ratioOf } from "../../worker/pricing/rounding.ts";
import { followLists } from "../support/follow-lists.ts";
import { askAsStaff, importedProduct, importNow, inWorld } from "../support/store-client.ts";

const PATH = "/api/admin/products";
type Row = {
  list_id: string;
  derived: number;
  amount_minor: number;
  compare_at_minor: number | null;
  sale_minor: number | null;
  tiers: string | null;
};
const pricesOf = async (sku: string) => {
  const { results } = await env.CATALOG.prepare("SELECT * FROM prices WHERE sku = ? ORDER BY list_id")
    .bind(sku)
    .all<Row>();
  return Object.fromEntries(results.map((row) => [row.list_id, row]));
};
const version = async (id: string) => Number((await askAsStaff("GET", `${PATH}/${id}`)).body.version);
const change = async (id: string, sku: string, prices: object) =>
  askAsStaff("PATCH", `${PATH}/${id}`, { version: await version(id), variants: [{ sku, prices }] });
/** Other terms for a list, with its prices to be made anew. */
const setTerms = (id: string, rate: string, marginBp = 0) => {
  const ratio = ratioOf(rate, marginBp, "USD", "CAD");
  return env.CATALOG.prepare(
    "UPDATE price_lists SET rate = ?, numerator = ?, denominator = ?, version = version + 1, work_after_id = '', work_done = 0 WHERE id = ?",
  )
    .bind(rate, ratio?.numerator, ratio?.denominator, id)
    .run();
};
/** Numbers that repeat, without chance. */
const numbers = (count: number, below: number, seed: number) =>
  Array.from({ length: count }, (_, at) =>
    Number((BigInt(at + 1) * 2_654_435_761n * BigInt(seed) + 40_503n) % BigInt(below)),
  );

describe("a list that follows another", () => {
  beforeAll(async () => {
    await importNow([
      importedProduct({
        externalId: "lamp",
        variants: [{ sku: "LAMP", prices: { USD: { amountMinor: 49_99, compareAtMinor: 59_99 } } }],
      }),
    ]);
  });

  test("has a price for whatever its base has one for, in the write's own batch", async () => {
    const lamp = await pricesOf("LAMP");
    expect(lamp.CAD).toMatchObject({ derived: 1, amount_minor: 67_99, compare_at_minor: 81_99 });
    expect(lamp.KRW).toMatchObject({ derived: 1, amount_minor: 76_900 });
    expect(lamp.USD).toMatchObject({ derived: 0, amount_minor: 49_99 });
    const { results } = await env.CATALOG.prepare(
      "SELECT list_id, from_minor FROM product_prices WHERE product_id = 'test-lamp' AND list_id IN ('CAD', 'USD') ORDER BY 1",
    ).all();
    expect(results).toEqual([
      { list_id: "CAD", from_minor: 67_99 },
      { list_id: "USD", from_minor: 49_99 },
    ]);
  });

  test("keeps a price that is set by hand, whatever becomes of the base's", async () => {
    await change("test-lamp", "LAMP", { CAD: { amountMinor: 70_00 } });
    await change("test-lamp", "LAMP", { USD: { amountMinor: 39_99 } });
    expect(await pricesOf("LAMP")).toMatchObject({
      CAD: { derived: 0, amount_minor: 70_00 },
      KRW: { derived: 1, amount_minor: 61_900 },
    });
  });

  test("has the base's sale and tiers, without those that its steps make no lower", async () => {
    const sale = { amountMinor: 30_00, fromMs: 1, untilMs: null };
    const tiers = [
      { from: 5, amountMinor: 39_98 },
      { from: 10, amountMinor: 35_00 },
    ];
    const saved = await change("test-lamp", "LAMP", { USD: { amountMinor: 39_99, sale, tiers } });
    expect(saved.status, JSON.stringify(saved.body)).toBe(200);
    const { KRW } = await pricesOf("LAMP");
    expect(KRW).toMatchObject({
      amount_minor: 61_900,
      sale_minor: 45_900,
      tiers: '[{"from":10,"amountMinor":53_900}]'.replace("_", ""),
    });
  });

  test("of a list that is not there is refused, and nothing is written", async () => {
    const before = await version("test-lamp");
    const refused = await change("test-lamp", "LAMP", { NOWHERE: { amountMinor: 1 } });
    expect([refused.status, refused.body.code, await version("test-lamp")]).toEqual([422, "request.invalid", before]);
  });

  test("a version keeps what staff set, and going back derives the rest anew", async () => {
    const { body } = await askAsStaff<{ items: { version: number }[] }>("GET", `${PATH}/test-lamp/versions`);
    expect(body.items.length).toBeGreaterThan(2);
    const { results } = await env.CATALOG.prepare(
      "SELECT content FROM product_version_parts WHERE product_id = 'test-lamp' AND part LIKE 'variants/%'",
    ).all<{ content: string }>();
    expect(results.every(({ content }) => !content.includes("KRW"))).toBe(true);
  });
});

describe("the reckoning in the database", () => {
  test("is the rules' own, over amounts, currencies, rates and endings of every kind", async () => {
    const [amounts, rates, steps, picks] = [
      numbers(2_000, AMOUNT_MINOR_MAX, 3),
      numbers(2_000, 999_999, 7),
      [1, 5, 10, 25, 100, 1_000, 10_000],
      numbers(2_000, 1_000, 11),
    ];
    const cases = amounts.flatMap((amount, at) => {
      const pick = picks[at] ?? 0;
      const [from, to] = [CURRENCIES[pick % CURRENCIES.length], CURRENCIES[(pick * 7 + 3) % CURRENCIES.length]] as [
        Currency,
        Currency,
      ];
      const ratio = ratioOf(
        `${(rates[at] ?? 0) + 1}e`.replace("e", pick % 3 === 0 ? "" : ".25"),
        (pick % 300) - 150,
        from,
        to,
      );
      const stepMinor = steps[pick % steps.length] ?? 1;
      const rounding = { stepMinor, belowMinor: pick % 2 === 0 ? 0 : Math.min(stepMinor - 1, pick) };
      return ratio ? [{ amount: (amount % amountMaxOf(from)) + 1, ratio, rounding, to }] : [];
    });
    expect(cases.length).toBeGreaterThan(1_500);
    const told = cases.map(({ amount, ratio, rounding }) => ({ amount, ...ratio, ...rounding }));
    const rows = await inWorld((world) =>
      world.catalog.all<{ minor: number }>(sql`SELECT ${derivedMinor(sql.raw("l.amount"))} AS minor FROM (
        SELECT key, value ->> 'amount' AS amount, value ->> 'numerator' AS numerator, value ->> 'denominator' AS denominator,
          value ->> 'stepMinor' AS step_minor, value ->> 'belowMinor' AS below_minor
        FROM json_each(${JSON.stringify(told)})) l ORDER BY l.key`),
    );
    const found = rows.map(({ minor }, at) => (minor <= amountMaxOf(cases[at]?.to ?? "EUR") ? minor : null));
    expect(found).toEqual(cases.map(({ amount, ratio, rounding, to }) => deriveMinor(amount, ratio, rounding, to)));
  });
});

describe("new terms of a list", () => {
  const many = Array.from({ length: 230 }, (_, at) => `many-${String(at).padStart(3, "0")}`);
  const wrong = async (amount: number) =>
    (
      await env.CATALOG.prepare(
        "SELECT count(*) AS n FROM prices WHERE sku LIKE 'MANY-%' AND list_id = 'CAD' AND amount_minor <> ?",
      )
        .bind(amount)
        .first<{ n: number }>()
    )?.n;
  const work = () => inWorld((world) => readPriceList(world.catalog, "CAD")).then((list) => list?.work);

  beforeAll(async () => {
    const rows = JSON.stringify(many);
    await env.CATALOG.batch(
      [
        `INSERT INTO products (id, source, status, brand, product_type, language_default, attributes, media, rank, version,
          created_at_ms, updated_at_ms) SELECT 'test-' || value, 'test', 'draft', '', 'other', 'en', '[]', '[]', 0, 1, 0, 0 FROM json_each(?)`,
        `INSERT INTO variants (sku, product_id, position, options, weight_grams, opening_quantity, low_stock_at)
          SELECT upper(value), 'test-' || value, 0, '{}', 1, 1, 1 FROM json_each(?)`,
        "INSERT INTO prices (sku, list_id, amount_minor) SELECT upper(value), 'USD', 1000 FROM json_each(?)",
      ].map((query) => env.CATALOG.prepare(query).bind(rows)),
    );
    await setTerms("CAD", "1.36");
    await followLists();
  });

  test("reach every product a stretch at a time, and only those that differ are told of", async () => {
    expect(await wrong(13_99)).toBe(0);
    await setTerms("CAD", "1.5");
    const sent: StoreEvent[] = [];
    const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
    await inWorld((world) => followPriceList(world, "CAD"), { send });
    expect(await work()).toMatchObject({ done: 200 });
    for (let read = 0; read < sent.length; read += 1)
      if (sent[read]?.kind === "price_list.changed") await inWorld((world) => followPriceList(world, "CAD"), { send });
    expect([await wrong(14_99), (await work())?.afterId]).toEqual([0, null]);
    const told = sent.flatMap((event) => (event.kind === "products.changed" ? event.payload.productIds : []));
    expect(told.filter((id) => id.startsWith("test-many-")).length).toBe(many.length);
    expect(told).not.toContain("test-lamp");
  });

  test("killed before and after each batch leave no product out, and do none twice", async () => {
    const versions = async () =>
      (
        await env.CATALOG.prepare("SELECT sum(version) AS n FROM products WHERE id LIKE 'test-many-%'").first<{
          n: number;
        }>()
      )?.n ?? 0;
    const before = await versions();
    await setTerms("CAD", "1.6");
    for (let kill = 0; (await work())?.afterId !== null; kill += 1) {
      expect(kill).toBeLessThan(20);
      await inWorld(async (world) => {
        let calls = 0;
        const catalog = new Proxy(world.catalog, {
          get(target, name) {
            const value = Reflect.get(target, name);
            if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
            return async (statements: never) => {
              calls += 1;
              if (kill % 3 === 0) throw new Error("killed before");
              const done = await target.batch(statements);
              if (kill % 3 === 1) throw new Error("killed after");
              return done;
            };
          },
        });
        await followPriceList({ ...world, catalog }, "CAD").catch(() => undefined);
        expect(calls).toBeLessThanOrEqual(1);
      });
    }
    expect([await wrong(15_99), (await versions()) - before]).toEqual([0, many.length]);
  });

  test("go on by messages at their pace where the timer comes between, and where one was lost", async () => {
    await setTerms("CAD", "1.8");
    const sent: StoreEvent[] = [];
    const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
    await inWorld(
      async (world) => {
        const catalog = new Proxy(world.catalog, {
          get(target, name) {
            const value = Reflect.get(target, name);
            if (name !== "batch") return typeof value === "function" ? value.bind(target) : value;
            // The timer comes while the message is at its stretch.
            return async (statements: never) => {
              await inWorld((timer) => sweepPriceLists(timer), { send });
              return target.batch(statements);
            };
          },
        });
        await followPriceList({ ...world, catalog }, "CAD");
      },
      { send },
    );
    const goingOn = sent.filter(({ kind }) => kind === "price_list.changed");
    expect([(await work())?.done, goingOn.length]).toEqual([200, 2]);
    await followLists();
    expect([await wrong(17_99), (await work())?.afterId]).toEqual([0, null]);
  });

  test("that came twice at once are worked on once", async () => {
    await setTerms("CAD", "1.7");
    const both = () => inWorld((world) => followPriceList(world, "CAD"));
    await Promise.all([both(), both()]);
    expect((await work())?.done).toBe(200);
    await followLists();
    expect([await wrong(16_99), (await work())?.afterId]).toEqual([0, null]);
  });
});
