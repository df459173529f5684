import { env, exports } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { LINES_MAX, QUANTITY_MAX } from "../../worker/cart/cart.ts";
import { readCart } from "../../worker/cart/cart-flow.ts";
import type { CartKeeper } from "../../worker/cart/cart-keeper.ts";
import { PRICE_HONOURED_MS } from "../../worker/cart/honoured-price.ts";
import type { PricedCart } from "../../worker/cart/priced-cart.ts";
import { SEED_PRICES, seedProduct, setPrice, setProductStatus } from "../support/seed-catalog.ts";
import { inWorld } from "../support/store-client.ts";

const STORE = "http://store.test";
type Answer = { status: number; body: Record<string, unknown> & Partial<PricedCart> };

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await exports.default.fetch(
    new Request(STORE + path, { method, headers: { "content-type": "application/json", ...headers }, ...sent }),
  );
  expect(response.headers.get("cache-control")).toBe("private, no-store");
  return { status: response.status, body: await response.json() };
}
const newCart = async (market = "en-us") => String((await ask("POST", "/api/carts", { market })).body.id);
const operation = (): string => crypto.randomUUID();
const add = (id: string, sku: string, quantity = 1, operationId = operation()) =>
  ask("POST", `/api/carts/${id}/lines`, { operationId, sku, quantity });
const set = (id: string, sku: string, quantity: number, operationId = operation()) =>
  ask("PUT", `/api/carts/${id}/lines/${encodeURIComponent(sku)}`, { operationId, quantity });
const read = (id: string) => ask("GET", `/api/carts/${id}`);
const refusal = ({ status, body }: Answer) => `${status} ${body.code}`;
const MANY = Array.from({ length: 12 }, (_, at) => `MANY-${at}`);
/** As many lines as a cart may have, put straight into its object. */
async function fill(id: string): Promise<void> {
  const lines = Array.from({ length: LINES_MAX }, (_, at) => ({
    sku: `FILL-${at}`,
    quantity: 1,
    unitMinor: 1,
    addedAtMs: 0,
  }));
  const cart = env.CART.get(env.CART.idFromString(id)) as unknown as CartKeeper;
  expect((await cart.absorb("fill", lines, "en-us")).ok).toBe(true);
}
/** An id of the right shape that the store never gave out. */
const MADE_UP = "0123456789abcdef".repeat(4);

beforeAll(async () => {
  await seedProduct({ sku: "LAMP", title: "Lamp", openingQuantity: 5 });
  await seedProduct({ sku: "CABLE / 2 m, 50%", id: "cable" });
  await seedProduct({ sku: "DOLLARS-ONLY", prices: { USD: 10_00 } });
  await seedProduct({ sku: "DRAFT", status: "draft" });
  await seedProduct({ sku: "CHANGING" });
  await seedProduct({ sku: "RISING" });
  await seedProduct({ sku: "LEAVING" });
  await seedProduct({ id: "many", sku: MANY });
});

describe("POST /api/carts", () => {
  test("opens an empty cart whose id cannot be guessed", async () => {
    const { status, body } = await ask("POST", "/api/carts", { market: "ja-jp" });
    expect(status).toBe(201);
    expect(body).toMatchObject({ market: "ja-jp", lines: [], totals: { currency: "JPY", subtotalMinor: 0 } });
    expect(body.id).toMatch(/^[0-9a-f]{64}$/);
    expect((await read(String(body.id))).body).toEqual(body);
  });

  test("refuses a market that is none, a body that is wrong or not JSON, and another site's page", async () => {
    expect(refusal(await ask("POST", "/api/carts", { market: "xx-xx" }))).toBe("404 market.unknown");
    expect(refusal(await ask("POST", "/api/carts", {}))).toBe("422 request.invalid");
    expect(refusal(await ask("POST", "/api/carts"))).toBe("422 request.invalid");
    expect(refusal(await ask("POST", "/api/carts", {}, { "content-type": "text/plain" }))).toBe("415 request.not_json");
    expect(refusal(await ask("POST", "/api/carts", { market: "en-us" }, { origin: "https://evil.test" }))).toBe(
      "403 request.cross_site",
    );
  });
});

describe("GET /api/carts/{id}", () => {
  test("knows only the carts it opened", async () => {
    for (const id of [MADE_UP, "1", env.CART.newUniqueId().toString()])
      expect(refusal(await read(id))).toBe("404 cart.unknown");
    expect(refusal(await read("x".repeat(129)))).toBe("422 request.invalid");
  });

  test("tells of a price that changed since, until the shopper touches the line", async () => {
    const id = await newCart();
    await add(id, "CHANGING", 2);
    await setPrice("CHANGING", "USD", 80_00);
    const { body } = await read(id);
    expect(body.lines).toMatchObject([
      { unitMinor: 80_00, totalMinor: 160_00, changed: { priceFromMinor: SEED_PRICES.USD } },
    ]);
    expect(body.totals).toEqual({ currency: "USD", subtotalMinor: 160_00, itemCount: 2 });
    expect((await set(id, "CHANGING", 1)).body.lines).toMatchObject([{ changed: null }]);
  });

  test("honours a price for a day, tells what comes after, and then that it has changed", async () => {
    const id = await newCart();
    const { body: put } = await add(id, "RISING", 2);
    await setPrice("RISING", "USD", SEED_PRICES.USD + 10_00);
    const untilMs = expect.closeTo(Number(put.updatedAtMs) + PRICE_HONOURED_MS, -3);
    expect((await read(id)).body.lines).toMatchObject([
      { unitMinor: SEED_PRICES.USD, changed: null, honoured: { untilMs, thenMinor: SEED_PRICES.USD + 10_00 } },
    ]);
    const later = await inWorld((world) => readCart(world, id), { nowMs: () => Date.now() + PRICE_HONOURED_MS });
    expect(later.ok && later.value.lines).toMatchObject([
      { unitMinor: SEED_PRICES.USD + 10_00, changed: { priceFromMinor: SEED_PRICES.USD }, honoured: null },
    ]);
  });

  test("tells of a line that is not sold any more, which can still be taken out", async () => {
    const id = await newCart();
    await add(id, "LEAVING");
    await setProductStatus("product-LEAVING", "archived");
    const { body } = await read(id);
    expect(body.lines).toMatchObject([{ sku: "LEAVING", changed: { gone: true }, totalMinor: 0 }]);
    expect(body.totals).toMatchObject({ subtotalMinor: 0, itemCount: 0 });
    expect(refusal(await set(id, "LEAVING", 2))).toBe("404 cart.sku_unknown");
    expect((await set(id, "LEAVING", 0)).body.lines).toEqual([]);
  });

  test("tells when fewer units are left than are wanted", async () => {
    const id = await newCart();
    expect((await add(id, "LAMP", 7)).body.lines).toMatchObject([{ available: 5, changed: { availableOnly: 5 } }]);
  });
});

describe("POST /api/carts/{id}/lines", () => {
  test("answers the whole cart, priced in its market and named in its language", async () => {
    const id = await newCart("de-de");
    await add(id, "LAMP", 2);
    const { status, body } = await add(id, "LAMP", 1);
    expect(status).toBe(200);
    expect(body).toEqual({
      id,
      market: "de-de",
      lines: [
        {
          sku: "LAMP",
          productId: "product-LAMP",
          title: "Lamp (de)",
          slug: "product-lamp-de",
          options: {},
          image: expect.stringMatching(/^\/media\//),
          quantity: 3,
          unitMinor: SEED_PRICES.EUR,
          totalMinor: 3 * SEED_PRICES.EUR,
          price: { amountMinor: SEED_PRICES.EUR, currency: "EUR" },
          available: 5,
          keptBack: 0,
          orderMax: QUANTITY_MAX,
          promise: null,
          compareAtMinor: null,
          lowest30Days: false,
          honoured: null,
          terms: { amountMinor: SEED_PRICES.EUR, tiers: [] },
          changed: null,
        },
      ],
      totals: { currency: "EUR", subtotalMinor: 3 * SEED_PRICES.EUR, itemCount: 3 },
      updatedAtMs: expect.any(Number),
    });
  });

  test("adds once however often it is sent, and refuses the same id for something else", async () => {
    const id = await newCart();
    const operationId = operation();
    await Promise.all(Array.from({ length: 10 }, () => add(id, "LAMP", 1, operationId)));
    expect((await add(id, "LAMP", 1, operationId)).body.lines).toMatchObject([{ quantity: 1 }]);
    expect(refusal(await add(id, "LAMP", 2, operationId))).toBe("422 cart.operation_differs");
  });

  test("loses none of the lines that are added at once", async () => {
    const id = await newCart();
    const answers = await Promise.all(MANY.map((sku) => add(id, sku)));
    for (const { body } of answers)
      for (const line of body.lines ?? []) expect(line.changed, "every line is known, whoever added it").toBeNull();
    expect((await read(id)).body.totals).toMatchObject({ itemCount: MANY.length });
  });

  test("refuses what is not sold in the market: unknown, not published, or without a price there", async () => {
    const id = await newCart("de-de");
    for (const sku of ["NOWHERE", "DRAFT", "DOLLARS-ONLY"])
      expect(refusal(await add(id, sku))).toBe("404 cart.sku_unknown");
    expect((await read(id)).body.lines).toEqual([]);
  });

  test("refuses more than a line or a cart may have, and says how much that is", async () => {
    const id = await newCart();
    expect((await add(id, "LAMP", QUANTITY_MAX + 1)).body).toMatchObject({
      status: 409,
      code: "cart.quantity_too_large",
      max: QUANTITY_MAX,
    });
    await fill(id);
    expect((await add(id, "LAMP")).body).toMatchObject({
      status: 409,
      code: "cart.too_many_lines",
      max: LINES_MAX,
    });
  });

  test("refuses a cart it does not know, and a body that is wrong, saying where", async () => {
    expect(refusal(await add(MADE_UP, "LAMP"))).toBe("404 cart.unknown");
    const id = await newCart();
    for (const quantity of [0, -1, 1.5, 1e9])
      expect(refusal(await add(id, "LAMP", quantity))).toBe("422 request.invalid");
    for (const operationId of ["", "x".repeat(65), "a b"])
      expect((await add(id, "LAMP", 1, operationId)).body).toMatchObject({
        code: "request.invalid",
        at: [{ path: "operationId" }],
      });
    const text = { "content-type": "text/plain" };
    expect(refusal(await ask("POST", `/api/carts/${id}/lines`, {}, text))).toBe("415 request.not_json");
  });
});

describe("PUT /api/carts/{id}/lines/{sku}", () => {
  test("sets a line, adds one that is not there, and takes out one set to nothing", async () => {
    const id = await newCart();
    const sku = "CABLE / 2 m, 50%";
    expect((await set(id, sku, 3)).body.lines).toMatchObject([{ sku, quantity: 3 }]);
    expect((await set(id, sku, 2)).body.lines).toMatchObject([{ sku, quantity: 2 }]);
    expect((await set(id, sku, 0)).body.lines).toEqual([]);
    expect((await set(id, "LAMP", 0)).body.lines).toEqual([]);
  });

  test("refuses as adding does", async () => {
    const id = await newCart();
    const operationId = operation();
    await set(id, "LAMP", 1, operationId);
    expect(refusal(await set(id, "LAMP", 2, operationId))).toBe("422 cart.operation_differs");
    expect(refusal(await set(id, "NOWHERE", 1))).toBe("404 cart.sku_unknown");
    expect(refusal(await set(id, "LAMP", QUANTITY_MAX + 1))).toBe("409 cart.quantity_too_large");
    expect(refusal(await set(id, "LAMP", -1))).toBe("422 request.invalid");
    expect(refusal(await set(MADE_UP, "LAMP", 1))).toBe("404 cart.unknown");
    const text = { "content-type": "text/plain" };
    expect(refusal(await ask("PUT", `/api/carts/${id}/lines/LAMP`, {}, text))).toBe("415 request.not_json");
  });

  test("refuses a new line in a full cart", async () => {
    const id = await newCart();
    await fill(id);
    expect(refusal(await set(id, "LAMP", 1))).toBe("409 cart.too_many_lines");
  });
});

describe("PUT /api/carts/{id}/market", () => {
  const move = (id: string, market: string, operationId = operation()) =>
    ask("PUT", `/api/carts/${id}/market`, { operationId, market });

  test("prices the cart anew, names no price of another currency, and says what is not sold there", async () => {
    const id = await newCart();
    await add(id, "LAMP");
    await add(id, "DOLLARS-ONLY");
    const { body } = await move(id, "ar-ae");
    expect(body).toMatchObject({
      market: "ar-ae",
      lines: [
        { sku: "LAMP", title: "Lamp (ar)", changed: null },
        { sku: "DOLLARS-ONLY", changed: { gone: true } },
      ],
      totals: { currency: "AED", subtotalMinor: SEED_PRICES.AED },
    });
    expect((await read(id)).body).toEqual(body);
  });

  test("refuses a market or a cart it does not know, and an id used before", async () => {
    const id = await newCart();
    const operationId = operation();
    await move(id, "de-de", operationId);
    expect(refusal(await move(id, "en-gb", operationId))).toBe("422 cart.operation_differs");
    expect(refusal(await move(id, "xx-xx"))).toBe("404 market.unknown");
    expect(refusal(await move(MADE_UP, "de-de"))).toBe("404 cart.unknown");
    expect(refusal(await move(id, "de-de", ""))).toBe("422 request.invalid");
    const text = { "content-type": "text/plain" };
    expect(refusal(await ask("PUT", `/api/carts/${id}/market`, {}, text))).toBe("415 request.not_json");
  });
});

describe("GET /api/shipping-methods", () => {
  const methods = (market: string, country: string, cartId: string) =>
    ask("GET", `/api/shipping-methods?${new URLSearchParams({ market, country, cartId })}`);

  test("names each way in the market's language, with its price and the days it arrives on", async () => {
    const id = await newCart("de-de");
    const day = expect.stringMatching(/^\d{4}-\d\d-\d\d$/);
    const { status, body } = await methods("de-de", "at", id);
    expect(status).toBe(200);
    expect(body.items).toEqual([
      {
        id: "standard",
        name: "Standardversand",
        price: { amountMinor: 6_99, currency: "EUR" },
        estimate: { fromDate: day, toDate: day },
        dependsOnAddress: false,
      },
      {
        id: "express",
        name: "Expressversand",
        price: { amountMinor: 15_99, currency: "EUR" },
        estimate: { fromDate: day, toDate: day },
        dependsOnAddress: false,
      },
    ]);
  });

  test("is free for a cart that is worth it", async () => {
    const id = await newCart("de-de");
    await add(id, "LAMP");
    expect((await methods("de-de", "AT", id)).body.items).toMatchObject([{ price: { amountMinor: 0 } }, {}]);
  });

  test("refuses markets, carts and countries that are none of ours", async () => {
    const id = await newCart();
    expect(refusal(await methods("xx-xx", "FR", id))).toBe("404 market.unknown");
    expect(refusal(await methods("en-us", "US", MADE_UP))).toBe("404 cart.unknown");
    expect(refusal(await methods("en-us", "DE", id))).toBe("422 checkout.country_not_served");
    expect(refusal(await methods("en-us", "USA", id))).toBe("422 request.invalid");
    expect(refusal(await ask("GET", "/api/shipping-methods"))).toBe("422 request.invalid");
  });
});
