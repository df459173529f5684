/** A price that changed between the page and the cart: told by whichever way the line comes, and never another one charged. */
import { exports } from "cloudflare:workers";
import { beforeEach, expect, test } from "vitest";
import { postCart } from "../../site/forms/cart-form.ts";
import { mergeChanges } from "../../site/forms/merge-form.ts";
import { pathsOf } from "../../site/paths.ts";
import { readCart } from "../../worker/cart/cart-flow.ts";
import { marketOf } from "../support/markets.ts";
import { seedProduct, setPrice } from "../support/seed-catalog.ts";
import { inWorld } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();
const STORE = "http://store.test";
let sku = "";
let made = 0;
/** The page shows 70; then the price is 100. */
beforeEach(async () => {
  made += 1;
  sku = `SEEN-${made}`;
  await seedProduct({ sku, prices: { USD: 70_00, JPY: 7_000 } });
  await setPrice(sku, "USD", 100_00);
});

async function ask(method: string, path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await exports.default.fetch(
    new Request(STORE + path, { method, headers, body: JSON.stringify(body) }),
  );
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const newCart = async () => String((await ask("POST", "/api/carts", { market: "en-us" })).body.id);
const lineOf = async (id: string) => {
  const cart = await inWorld((own) => readCart(own, id));
  return cart.ok ? cart.value.lines[0] : null;
};

/** What stands behind a page of the store, with the cookie of a browser. */
function browser(path: string, fields: Record<string, string>, jar: { cart: string }) {
  const url = new URL(STORE + path);
  return {
    url,
    request: new Request(url, { method: "POST", body: new URLSearchParams(fields) }),
    locals: { world, market: marketOf("en-us"), paths: pathsOf("en-us") },
    cookies: {
      get: () => ({ value: jar.cart }),
      set: (_name: string, value: string) => {
        jar.cart = value;
      },
    },
    redirect: (to: string, status: number) => new Response(null, { status, headers: { location: to } }),
  } as unknown as Parameters<typeof postCart>[0];
}

test("the API tells of it where the client says what it showed", async () => {
  const id = await newCart();
  const seen = { currency: "USD", amountMinor: 70_00 };
  const { status, body } = await ask("POST", `/api/carts/${id}/lines`, { operationId: "1", sku, quantity: 1, seen });
  expect(status).toBe(200);
  expect(body.lines).toMatchObject([{ unitMinor: 100_00, changed: { priceFromMinor: 70_00 } }]);
  const { body: again } = await ask("PUT", `/api/carts/${id}/lines/${sku}`, {
    ...{ operationId: "2", quantity: 2 },
    seen: { currency: "USD", ...(body.lines as [{ terms: object }])[0].terms },
  });
  expect(again.lines, "once it was told").toMatchObject([{ unitMinor: 100_00, changed: null }]);
});

test("whoever makes up a low one pays what it costs, and is told so", async () => {
  const id = await newCart();
  for (const [at, amountMinor] of [1, 0, 99_99].entries()) {
    const seen = { currency: "USD", amountMinor };
    const { body } = await ask("POST", `/api/carts/${id}/lines`, { operationId: `${at}`, sku, quantity: 1, seen });
    expect(body).toMatchObject({
      lines: [{ unitMinor: 100_00, changed: { priceFromMinor: amountMinor } }],
      totals: { subtotalMinor: (at + 1) * 100_00 },
    });
  }
});

test("what is no price is refused, and nothing is put in", async () => {
  const id = await newCart();
  const tier = { from: 2, amountMinor: 1 };
  for (const seen of [
    { currency: "USD", amountMinor: -1 },
    { currency: "USD", amountMinor: 10_000_000_000_000 },
    { currency: "XXX", amountMinor: 1 },
    { amountMinor: 1 },
    { currency: "USD", amountMinor: 1, tiers: Array.from({ length: 13 }, () => tier) },
  ]) {
    const { status, body } = await ask("POST", `/api/carts/${id}/lines`, { operationId: "1", sku, quantity: 1, seen });
    expect(`${status} ${body.code}`).toBe("422 request.invalid");
  }
  const jar = { cart: "" };
  expect(await postCart(browser("/en-us/cart", { sku, seen: "70 dollars" }, jar))).toEqual({
    code: "cart.form_invalid",
  });
  expect(jar.cart).toBe("");
});

test("the page's form brings it along, and so does putting back what was taken out by a slip", async () => {
  const jar = { cart: "" };
  await postCart(browser("/en-us/cart", { sku, quantity: "1", seen: "USD:7000" }, jar));
  expect(await lineOf(jar.cart)).toMatchObject({ unitMinor: 100_00, changed: { priceFromMinor: 70_00 } });
  const out = { intent: "set", sku, quantity: "0", was: "1", seen: "USD:10000" };
  const back = await postCart(browser("/en-us/cart", out, jar));
  expect((back as Response).headers.get("location")).toContain("seen=USD%3A10000");
  await setPrice(sku, "USD", 120_00);
  await postCart(browser("/en-us/cart", { intent: "set", sku, quantity: "1", seen: "USD:10000" }, jar));
  expect(await lineOf(jar.cart)).toMatchObject({ unitMinor: 120_00, changed: { priceFromMinor: 100_00 } });
});

test("a change that waited for a connection tells of it, by whichever page it was made", async () => {
  const jar = { cart: "" };
  const change = { operationId: "op-00001", intent: "add", sku, quantity: 1, title: "Lamp" };
  const merge = (changes: unknown[]) =>
    mergeChanges(browser("/en-us/merge", { changes: JSON.stringify(changes) }, jar));
  expect(await merge([{ ...change, seen: "USD:7000" }])).toMatchObject({ value: { made: 1, refused: [] } });
  expect(await lineOf(jar.cart)).toMatchObject({ unitMinor: 100_00, changed: { priceFromMinor: 70_00 } });
  await setPrice(sku, "USD", 110_00);
  const set = { ...change, operationId: "op-00002", intent: "set", quantity: 2, seen: "USD:10000" };
  expect(await merge([set])).toMatchObject({ value: { made: 1 } });
  expect(await lineOf(jar.cart), "100 is still honoured").toMatchObject({ unitMinor: 100_00, changed: null });
  const wrong = { ...change, operationId: "op-00003", seen: "much" };
  const older = { ...change, operationId: "op-00004" };
  expect(await merge([wrong, older]), "one is refused alone; a browser of before says nothing").toMatchObject({
    value: { made: 1, refused: [{ title: "Lamp", code: "cart.form_invalid" }] },
  });
});

test("a cart in another market tells of it once it has come to the page's", async () => {
  await setPrice(sku, "JPY", 9_000);
  const id = await newCart();
  const seen = { currency: "JPY", amountMinor: 7_000 };
  const { body } = await ask("POST", `/api/carts/${id}/lines`, { operationId: "1", sku, quantity: 1, seen });
  expect(body.lines).toMatchObject([{ unitMinor: 100_00, changed: null }]);
  const moved = await ask("PUT", `/api/carts/${id}/market`, { operationId: "2", market: "ja-jp" });
  expect(moved.body.lines).toMatchObject([{ unitMinor: 9_000, changed: { priceFromMinor: 7_000 } }]);
});
