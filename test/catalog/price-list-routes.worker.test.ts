import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { ask, askAsStaff, importedProduct, importNow, refusal } from "../support/store-client.ts";

const LISTS = "/api/admin/price-lists";
const RATES = "/api/admin/exchange-rates";
const derivation = {
  baseId: "USD",
  rate: "0.9",
  marginBp: 1_000,
  rounding: { stepMinor: 100, belowMinor: 1 },
  followBp: null,
};
const partners = { version: 0, name: "Partners", currency: "EUR", derivation };
type Item = { id: string; version: number; work: { afterId: string | null }; derivation: unknown };

beforeAll(async () => {
  await importNow([
    importedProduct({
      externalId: "lamp",
      title: "Lamp",
      variants: [{ sku: "LAMP", prices: { USD: { amountMinor: 100_00 } } }],
    }),
    importedProduct({
      externalId: "vase",
      title: "Vase",
      variants: [{ sku: "VASE", prices: { USD: { amountMinor: 20_00 } } }],
    }),
  ]);
});

describe("amounts in dinars", () => {
  const dinars = { version: 0, name: "Kuwaiti dinars", currency: "KWD" };
  const price = (amountMinor: number, more: object = {}) => ({ KWD: { amountMinor, compareAtMinor: null, ...more } });
  type Shown = { id: string; version: number };

  test("end in 0, since cards know no tenth of a fils: others are refused with their place, and nothing is written", async () => {
    expect((await askAsStaff("PUT", `${LISTS}/KWD`, dinars)).status).toBe(200);
    const { changedIds } = await importNow([
      importedProduct({ externalId: "dinar", variants: [{ sku: "DINAR", prices: price(1_500), exact: true }] }),
    ]);
    const path = `/api/admin/products/${changedIds[0]}`;
    const { body } = await askAsStaff<Shown>("GET", path);
    const change = (prices: object) =>
      askAsStaff("PATCH", path, { version: body.version, variants: [{ sku: "DINAR", prices }] });
    const sale = { amountMinor: 1_405, fromMs: 0, untilMs: null };
    const tiers = [{ from: 3, amountMinor: 1_401 }];
    for (const wrong of [
      price(1_505),
      price(1_500, { sale }),
      price(1_500, { tiers }),
      price(1_500, { compareAtMinor: 1_601 }),
    ]) {
      const answer = await change(wrong);
      expect([refusal(answer), answer.body.at]).toEqual([
        "422 request.invalid",
        [{ path: "variants.DINAR.prices.KWD", why: "has an amount that cannot be paid: no multiple of 10" }],
      ]);
    }
    const unknown = await change({ NOWHERE: { amountMinor: 10, compareAtMinor: null } });
    expect(unknown.body.at).toEqual([
      { path: "variants.DINAR.prices.NOWHERE", why: "names a price list that is not there" },
    ]);
    expect((await askAsStaff<Shown>("GET", path)).body.version).toBe(body.version);
    expect((await change(price(1_510, { tiers: [{ from: 3, amountMinor: 1_400 }] }))).status).toBe(200);
  });

  test("come in by imports under the same rule", async () => {
    const products = [
      importedProduct({ externalId: "fils", variants: [{ sku: "FILS", prices: price(1_505), exact: true }] }),
      importedProduct({
        externalId: "lost",
        variants: [{ sku: "LOST", prices: { NOWHERE: { amountMinor: 10 } }, exact: true }],
      }),
    ];
    const answer = await askAsStaff("POST", "/api/admin/imports", { products });
    expect([refusal(answer), answer.body.at]).toEqual([
      "422 import.refused",
      [
        { path: "products.0.variants.0.prices.KWD", why: "has an amount that cannot be paid: no multiple of 10" },
        { path: "products.1.variants.0.prices.NOWHERE", why: "names a price list that is not there" },
      ],
    ]);
  });

  test("are of a list that is called what it is in", async () => {
    const answer = await askAsStaff("PUT", `${LISTS}/BHD`, { ...dinars, currency: "USD" });
    expect([refusal(answer), answer.body.at]).toEqual([
      "422 request.invalid",
      [{ path: "currency", why: "is not BHD" }],
    ]);
  });
});

describe("price lists, for staff", () => {
  test("are nobody else's", async () => {
    for (const path of [LISTS, RATES]) expect(refusal(await ask(path))).toBe("401 access.sign_in_needed");
    const put = await ask(`${LISTS}/PARTNERS`, {
      method: "PUT",
      body: JSON.stringify(partners),
      headers: { "content-type": "application/json" },
    });
    expect(refusal(put)).toBe("401 access.sign_in_needed");
  });

  test("are tried out before they are saved, and nothing is written", async () => {
    const { status, body } = await askAsStaff<{ items: { sku: string; thenMinor: number; nowMinor: number | null }[] }>(
      "POST",
      `${LISTS}/PARTNERS/preview`,
      partners,
    );
    expect(status).toBe(200);
    expect(body.items.map(({ sku, nowMinor, thenMinor }) => [sku, nowMinor, thenMinor]).toSorted()).toEqual([
      ["LAMP", null, 98_99],
      ["VASE", null, 19_99],
    ]);
    expect((await askAsStaff<{ items: Item[] }>("GET", LISTS)).body.items.map(({ id }) => id)).not.toContain(
      "PARTNERS",
    );
  });

  test("are made once, with what follows for every product, and put on record", async () => {
    const made = await askAsStaff<Item>("PUT", `${LISTS}/PARTNERS`, partners);
    expect([made.status, made.body.version, made.body.work]).toEqual([200, 1, { afterId: "", done: 0 }]);
    const again = await askAsStaff("PUT", `${LISTS}/PARTNERS`, partners);
    expect([refusal(again), again.body.version]).toEqual(["409 price_list.changed_meanwhile", 1]);
    const same = await askAsStaff<Item>("PUT", `${LISTS}/PARTNERS`, { ...partners, version: 1 });
    expect(same.body.version).toBe(1);
    const entry = await env.ACCOUNTS.prepare(
      "SELECT count(*) AS n FROM audit_entries WHERE action = 'price_list.saved' AND subject = 'price-list:PARTNERS'",
    ).first<{ n: number }>();
    expect(entry?.n).toBe(1);
  });

  test("a price that was set by hand is taken back, and follows again; where nothing is followed there is none", async () => {
    const path = "/api/admin/products/test-lamp";
    type Lamp = { version: number; variants: { prices: Record<string, { amountMinor: number; derived?: boolean }> }[] };
    const shown = async () => (await askAsStaff<Lamp>("GET", path)).body;
    const set = async (prices: object) => {
      const { version } = await shown();
      expect((await askAsStaff("PATCH", path, { version, variants: [{ sku: "LAMP", prices }] })).status).toBe(200);
      return (await shown()).variants[0]?.prices ?? {};
    };
    const byHand = await set({ PARTNERS: { amountMinor: 50_00, compareAtMinor: null } });
    expect(byHand.PARTNERS).toMatchObject({ amountMinor: 50_00 });
    expect((await set({ USD: { amountMinor: 200_00, compareAtMinor: null } })).PARTNERS?.amountMinor).toBe(50_00);
    const followed = await set({ PARTNERS: null });
    expect(followed.PARTNERS).toMatchObject({ derived: true });
    expect(followed.PARTNERS?.amountMinor).toBeGreaterThan(100_00);
    const without = Object.keys(await set({ USD: null }));
    expect(["USD", "PARTNERS"].filter((list) => without.includes(list))).toEqual([]);
    await set({ USD: { amountMinor: 100_00, compareAtMinor: null } });
  });

  test.each([
    ["small letters", "partners", {}, "422 request.invalid"],
    ["no name", "OTHERS", { name: " " }, "422 request.invalid"],
    ["an unknown currency", "OTHERS", { currency: "XXX" }, "422 request.invalid"],
    ["a base that is not there", "OTHERS", { derivation: { ...derivation, baseId: "NOWHERE" } }, "422 request.invalid"],
    ["a rate of nothing", "OTHERS", { derivation: { ...derivation, rate: "0" } }, "422 request.invalid"],
    [
      "half a step",
      "OTHERS",
      { derivation: { ...derivation, rounding: { stepMinor: 0.5, belowMinor: 0 } } },
      "422 request.invalid",
    ],
    [
      "a rate of the day that there is not",
      "OTHERS",
      { derivation: { ...derivation, rate: null } },
      "409 price_list.no_rate",
    ],
    ["another kind of list", "PARTNERS", { version: 1, derivation: null }, "422 request.invalid"],
    ["another currency", "PARTNERS", { version: 1, currency: "CHF" }, "422 request.invalid"],
  ])("are refused with %s", async (_, id, over, told) => {
    expect(refusal(await askAsStaff("PUT", `${LISTS}/${id}`, { ...partners, ...over }))).toBe(told);
  });
});

describe("exchange rates, for staff", () => {
  test("are set for a time, shown with who and why, and counted", async () => {
    const untilMs = Date.now() + 86_400_000;
    const set = await askAsStaff("PUT", `${RATES}/AED`, { rate: "4.25", reason: "Pegged to the dollar", untilMs });
    expect([set.status, set.body]).toMatchObject([200, { currency: "AED", rate: "4.25", untilMs }]);
    const { body } = await askAsStaff<{ inForce: Record<string, unknown>; ask: unknown }>("GET", RATES);
    expect([body.inForce.AED, body.ask]).toEqual([{ rate: "4.25", source: "staff" }, null]);
    const ended = await askAsStaff("PUT", `${RATES}/AED`, {
      rate: "4.25",
      reason: "Not needed any more",
      untilMs: Date.now() + 5_000,
    });
    expect(ended.status).toBe(200);
  });

  test("are refused where they are none, or are to count for ever", async () => {
    for (const over of [{ rate: "-1" }, { untilMs: Date.now() + 365 * 86_400_000 }, { reason: "" }]) {
      const asked = { rate: "4.25", reason: "By hand", untilMs: Date.now() + 86_400_000, ...over };
      expect(refusal(await askAsStaff("PUT", `${RATES}/AED`, asked))).toBe("422 request.invalid");
    }
  });

  test("are asked of nobody where no bank is set", async () => {
    expect((await askAsStaff("POST", `${RATES}/ask`, {})).body).toEqual({ end: "off" });
  });
});
