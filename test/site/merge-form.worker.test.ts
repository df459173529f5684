/** What a browser sends of the changes that it kept without a connection: each is made or refused by its title, or none is read. */
import { expect, test } from "vitest";
import { CHANGES_MAX, mergeChanges } from "../../site/forms/merge-form.ts";
import { pathsOf } from "../../site/paths.ts";
import { readCart } from "../../worker/cart/cart-flow.ts";
import type { MarketState } from "../../worker/markets/markets.ts";
import { marketOf } from "../support/markets.ts";
import { fillCart, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";

const world = newTestWorld();

/** Answers what came of it, and the cart that the browser has then. */
async function merge(changes: unknown, { cart = "", state = "open" as MarketState } = {}) {
  const jar = { cart };
  const url = new URL("http://store.test/en-us/merge");
  const astro = {
    url,
    request: new Request(url, { method: "POST", body: new URLSearchParams({ changes: JSON.stringify(changes) }) }),
    locals: { world, market: { ...marketOf("en-us"), state }, paths: pathsOf("en-us") },
    cookies: {
      get: () => ({ value: jar.cart }),
      set: (_name: string, value: string) => {
        jar.cart = value;
      },
    },
  } as unknown as Parameters<typeof mergeChanges>[0];
  const merged = await mergeChanges(astro);
  const read = jar.cart === "" ? null : await readCart(world, jar.cart);
  return { merged, lines: read?.ok ? read.value.lines.map(({ sku, quantity }) => [sku, quantity]) : null };
}
const changeOf = (sku: string, over: object = {}) => ({
  ...{ operationId: crypto.randomUUID(), intent: "add", sku, quantity: 1, title: `The ${sku}` },
  ...over,
});

test("one that cannot be read is refused by its title; the others are made", async () => {
  const [sku = ""] = await seedGoods(1, 5);
  const { merged, lines } = await merge([
    changeOf(sku),
    changeOf(sku, { intent: "multiply", title: "A lamp" }),
    changeOf(sku, { title: "", quantity: "many" }),
    "nothing",
    changeOf(sku),
  ]);
  const code = "cart.form_invalid";
  const refused = [
    { title: "A lamp", code },
    { title: sku, code },
    { title: "?", code },
  ];
  expect(merged).toEqual({ ok: true, value: { made: 2, refused } });
  expect(lines).toEqual([[sku, 2]]);
});

test("as many as a browser keeps are read, whatever they are called", async () => {
  const [sku = ""] = await seedGoods(1, 5);
  const title = '"Ä'.repeat(150);
  const seen = `USD:99999999${",999999x99999999".repeat(12)}`;
  const all = Array.from({ length: CHANGES_MAX }, () => changeOf(sku, { title, seen }));
  const { merged, lines } = await merge(all);
  expect(merged).toEqual({ ok: true, value: { made: CHANGES_MAX, refused: [] } });
  expect(lines).toEqual([[sku, CHANGES_MAX]]);
  for (const wrong of [[], [...all, changeOf(sku)], "text", null])
    expect((await merge(wrong)).merged).toEqual({ ok: false, problem: { code: "cart.form_invalid" } });
});

test("in a market that was closed meanwhile, a cart that was begun there takes them, and none is begun", async () => {
  const [sku = ""] = await seedGoods(1, 5);
  expect(await merge([changeOf(sku)], { state: "closed" })).toEqual({
    merged: { ok: false, problem: { code: "market.unknown" } },
    lines: null,
  });
  const cart = await fillCart(world, { [sku]: 1 });
  expect((await merge([changeOf(sku)], { state: "closed", cart })).lines).toEqual([[sku, 2]]);
});
