/** The shop's forms as a browser without a script sends them, answered by what stands behind their pages. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { postCart } from "../../site/forms/cart-form.ts";
import { takeStep } from "../../site/forms/checkout-form.ts";
import { pathsOf } from "../../site/paths.ts";
import { marketOf } from "../support/markets.ts";
import { ADDRESS, fillCart, seedGoods } from "../support/order-goods.ts";
import { newTestWorld } from "../support/test-world.ts";
import { useUp } from "../support/use-up.ts";

type Page = Parameters<typeof postCart>[0];
type Sent = Readonly<Record<string, string | number>>;

const world = newTestWorld();
const FORM = { "content-type": "application/x-www-form-urlencoded" };

/** What a page knows of one request: the form, the network it came from, and the cart in the browser's cookie. */
function pageFor(sent: Sent | string, { network = "127.0.0.1", cart = "" } = {}): Page {
  const fields = Object.entries(sent).map(([name, value]) => [name, String(value)]);
  const body = typeof sent === "string" ? sent : new URLSearchParams(fields).toString();
  const headers = { ...FORM, "cf-connecting-ip": network };
  const url = new URL("http://store.test/en-us/cart");
  return {
    url,
    request: new Request(url, { method: "POST", headers, body }),
    locals: { world, market: marketOf("en-us"), paths: pathsOf("en-us") },
    cookies: { get: () => ({ value: cart }), set: () => undefined },
    redirect: (to: string, status: number) => new Response(null, { status, headers: { location: to } }),
  } as unknown as Page;
}

// Early in a window that is yet to come, so that no test runs over the end of a real one.
beforeEach(() => void vi.setSystemTime((Math.floor(Date.now() / 60_000) + 60) * 60_000 + 1_000));
afterEach(() => void vi.useRealTimers());

const leadsTo = (answer: unknown) => (answer instanceof Response ? answer.headers.get("location") : answer);
const PAY = { step: "pay", email: "alex@example.com", ...ADDRESS };

test("a script that fills carts by the page's form is stopped where the API stops it; another network is not", async () => {
  const [sku = ""] = await seedGoods(1);
  const add = (network: string) => postCart(pageFor({ sku, quantity: 1 }, { network }));
  expect(leadsTo(await add("203.0.113.50"))).toBe("/en-us/cart?note=added");
  await useUp("cart.create", "203.0.113.50");
  expect(await add("203.0.113.50")).toEqual({ code: "request.rate_limited" });
  expect(leadsTo(await add("203.0.113.51"))).toBe("/en-us/cart?note=added");
});

test.each(["-1", "1.5", "1e3", "0x10", "NaN", "99999999999999999999"])(
  "a quantity of %s is refused at its form, and fails nothing",
  async (quantity) => {
    const [sku = ""] = await seedGoods(1);
    expect(await postCart(pageFor({ sku, quantity }))).toEqual({ code: "cart.form_invalid" });
  },
);

test("a form that is not what it says it is reads as an empty one", async () => {
  const page = pageFor("--wrong");
  page.request.headers.set("content-type", "multipart/form-data; boundary=right");
  expect(await postCart(page)).toEqual({ code: "cart.form_invalid" });
});

test.each(["constructor", "__proto__", "toString"])(
  "a country called %s is no choice of one: the form is shown for the market's own",
  async (country) => {
    const [sku = ""] = await seedGoods(1);
    const cart = await fillCart(world, { [sku]: 1 });
    const step = await takeStep(pageFor({ ...PAY, step: "details", postalCode: "", country }, { cart }), {
      viewer: null,
      saved: null,
      isShipped: true,
    });
    expect(step).toMatchObject({ at: "details", details: { address: { country: "US" } } });
  },
);

test("pressing pay more often than the API allows begins no further checkout", async () => {
  const [sku = ""] = await seedGoods(1, 1_000);
  const cart = await fillCart(world, { [sku]: 1 });
  const network = "203.0.113.60";
  const press = (totalMinor: number) =>
    takeStep(pageFor({ ...PAY, totalMinor }, { network, cart }), { viewer: null, saved: null, isShipped: true });
  const shown = await press(0);
  const totalMinor = ("sum" in shown && shown.sum?.snapshot.totals.totalMinor) || 0;
  expect(leadsTo(await press(totalMinor))).toMatch(/^http/);
  await useUp("checkout.begin", network);
  expect(await press(totalMinor)).toMatchObject({ at: "review", problem: { code: "request.rate_limited" } });
});
