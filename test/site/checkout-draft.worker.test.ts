/** The steps of the checkout as a browser without a script walks them: each has an address, and nothing is typed twice. */
import { describe, expect, test } from "vitest";
import { dropEveryDraft } from "../../site/checkout-draft.ts";
import { takeStep } from "../../site/forms/checkout-form.ts";
import { pathsOf } from "../../site/paths.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import type { MarketId } from "../../worker/markets/markets.ts";
import { SHIPPED_MARKETS } from "../../worker/markets/shipped-markets.ts";
import { marketOf } from "../support/markets.ts";
import { ADDRESS, fillCart, seedGoods, stateOf } from "../support/order-goods.ts";
import { HOUR_MS, MINUTE_MS, newTestWorld } from "../support/test-world.ts";
import { useUp } from "../support/use-up.ts";

type Page = Parameters<typeof takeStep>[0];
type Sent = Readonly<Record<string, string | number>>;
type Kept = { value: string; path?: string; httpOnly?: boolean; sameSite?: string; secure?: boolean; maxAge?: number };

const DETAILS = { email: "alex@example.com", shippingMethodId: "standard", ...ADDRESS };
const customer = (id: string): Viewer => ({
  id,
  name: "Alex",
  email: `${id}@example.com`,
  role: "customer",
  market: "en-us",
});

/** A browser with a cart. `goTo` and `send` answer what the page is made of, or where they are led. */
async function openShopper({ scheme = "http", units = 1, opening = 10, network = "" } = {}) {
  const world = newTestWorld();
  const [sku = ""] = await seedGoods(1, opening);
  const cartId = await fillCart(world, { [sku]: units });
  const jar = new Map<string, Kept>([["cart", { value: cartId }]]);
  const pageOf = (market: MarketId, query: string, sent?: Sent): Page => {
    const url = new URL(`${scheme}://store.test/${market}/checkout${query}`);
    const fields = Object.entries(sent ?? {}).map(([name, value]) => [name, String(value)]);
    const headers: Record<string, string> = network === "" ? {} : { "cf-connecting-ip": network };
    const request = new Request(
      url,
      sent ? { method: "POST", headers, body: new URLSearchParams(fields) } : { headers },
    );
    return {
      url,
      request,
      locals: { world, markets: SHIPPED_MARKETS, market: marketOf(market), paths: pathsOf(market) },
      cookies: {
        get: (name: string) => jar.get(name),
        set: (name: string, value: string, how: object) => void jar.set(name, { value, ...how }),
        delete: (name: string) => void jar.delete(name),
      },
      redirect: (to: string, status: number) => new Response(null, { status, headers: { location: to } }),
    } as unknown as Page;
  };
  const answer = async (page: Page, viewer: Viewer | null) => {
    const step = await takeStep(page, {
      viewer,
      saved: viewer && { ...ADDRESS, line1: "9 Saved Street" },
      isShipped: true,
    });
    return step instanceof Response ? `${step.status} ${step.headers.get("location")}` : step;
  };
  return {
    world,
    sku,
    jar,
    pageOf,
    draft: () => jar.get("checkout-draft-en-us"),
    goTo: (query = "", { viewer = null as Viewer | null, market = "en-us" as MarketId } = {}) =>
      answer(pageOf(market, query), viewer),
    send: (sent: Sent, viewer: Viewer | null = null) => answer(pageOf("en-us", "", sent), viewer),
  };
}
type Shopper = Awaited<ReturnType<typeof openShopper>>;

const REVIEW = "?step=review";
const toReview = (shopper: Shopper, over: Sent = {}) => shopper.send({ step: "review", ...DETAILS, ...over });
async function reviewOf(shopper: Shopper) {
  const step = await shopper.goTo(REVIEW);
  if (typeof step === "string" || step.at !== "review") throw new Error(`Not the review: ${JSON.stringify(step)}`);
  return step;
}

function sumOf(step: Awaited<ReturnType<Shopper["goTo"]>>) {
  if (typeof step === "string" || !step.sum) throw new Error(`No sum: ${JSON.stringify(step)}`);
  return step.sum;
}

describe("the steps of the checkout", () => {
  test("valid details lead to the review's own address, which shows them and the total as often as it is opened", async () => {
    const shopper = await openShopper();
    expect(await toReview(shopper)).toBe("303 /en-us/checkout?step=review");
    const [first, again] = [await reviewOf(shopper), await reviewOf(shopper)];
    expect(first).toMatchObject({ details: { email: DETAILS.email, address: ADDRESS }, problem: null });
    expect(again.sum.snapshot).toEqual(first.sum.snapshot);
    expect(again.sum.checkoutId, "each look may begin a checkout of its own").not.toBe(first.sum.checkoutId);
  });

  test("the details are filled in with what was entered; without it with the customer's saved address", async () => {
    const shopper = await openShopper();
    const viewer = customer("somebody");
    expect(await shopper.goTo("", { viewer })).toMatchObject({ details: { address: { line1: "9 Saved Street" } } });
    await toReview(shopper);
    expect(await shopper.goTo()).toMatchObject({ at: "details", details: { email: DETAILS.email, address: ADDRESS } });
    expect(await shopper.goTo("", { viewer })).toMatchObject({ details: { address: ADDRESS } });
    expect(await shopper.send({ step: "details", ...DETAILS, line1: "2 Other Street" })).toBe("303 /en-us/checkout");
    expect(await shopper.goTo()).toMatchObject({ details: { address: { line1: "2 Other Street" } } });
  });

  test("wrong details are answered at once, and are not kept", async () => {
    const shopper = await openShopper();
    expect(await toReview(shopper, { postalCode: "?" })).toMatchObject({
      at: "details",
      details: { address: { postalCode: "?" } },
      faults: { address: [{ rule: "bad_postal_code" }] },
    });
    expect(shopper.draft()).toBeUndefined();
    expect(await shopper.goTo(REVIEW), "there is nothing to look at").toBe("303 /en-us/checkout");
  });

  test("what is half typed is kept, told what is wrong in it but not what is missing, and summed up as soon as it is whole", async () => {
    const shopper = await openShopper();
    expect(await shopper.send({ step: "sum", ...DETAILS, line1: "", postalCode: "?" })).toMatchObject({
      at: "details",
      isDraft: true,
      faults: {
        email: false,
        address: [{ path: "shippingAddress.postalCode", rule: "bad_postal_code" }],
        business: null,
      },
      sum: null,
      problem: null,
    });
    expect(await shopper.goTo(), "the page that is opened again has it").toMatchObject({
      at: "details",
      details: { email: DETAILS.email, address: { line1: "", postalCode: "?" } },
      sum: null,
    });
    const { checkoutId, snapshot } = sumOf(await shopper.send({ step: "sum", ...DETAILS }));
    const { totals } = sumOf(await shopper.goTo(REVIEW)).snapshot;
    expect(snapshot.totals, "what the review says").toEqual(totals);
    expect(totals.taxMinor).toBeGreaterThan(0);
    const pay = (totalMinor: number) => shopper.send({ step: "pay", ...DETAILS, checkoutId, totalMinor });
    expect(await pay(totals.totalMinor - 1)).toMatchObject({
      at: "review",
      problem: { code: "checkout.total_changed" },
    });
    expect(await pay(totals.totalMinor)).toMatch(/^303 http/);
  });

  test("a network that has sums made again and again gets none for a while, and can still send the form", async () => {
    const shopper = await openShopper({ network: "203.0.113.88" });
    await useUp("checkout.sum", "203.0.113.88");
    expect(await shopper.send({ step: "sum", ...DETAILS })).toMatchObject({ at: "details", sum: null });
    expect(await toReview(shopper)).toBe("303 /en-us/checkout?step=review");
  });

  test("pressing pay twice begins one checkout; paying anew from the review ends the earlier one", async () => {
    const shopper = await openShopper({ opening: 2, units: 2 });
    await toReview(shopper);
    const press = async () => {
      const { checkoutId, snapshot } = (await reviewOf(shopper)).sum;
      const sent = { step: "pay", ...DETAILS, checkoutId, totalMinor: snapshot.totals.totalMinor };
      return { checkoutId, sent, led: await shopper.send(sent) };
    };
    const first = await press();
    expect(first.led).toMatch(/^303 http/);
    expect(await shopper.send(first.sent)).toBe(first.led);
    const second = await press();
    expect(second.led, "the last units are set aside for this very shopper").toMatch(/^303 http/);
    expect(await stateOf(shopper.world, first.checkoutId)).toBe("expired");
    expect(await stateOf(shopper.world, second.checkoutId)).toBe("held");
  });

  test("a total that moved, and units that went, are told at the button as before", async () => {
    const shopper = await openShopper({ opening: 1, units: 2 });
    await toReview(shopper);
    const { checkoutId, snapshot } = (await reviewOf(shopper)).sum;
    const { totalMinor } = snapshot.totals;
    const pay = (shownMinor: number) => shopper.send({ step: "pay", ...DETAILS, checkoutId, totalMinor: shownMinor });
    expect(await pay(totalMinor - 1)).toMatchObject({ at: "review", problem: { code: "checkout.total_changed" } });
    expect(await pay(totalMinor)).toMatchObject({ at: "review", problem: { code: "stock.insufficient" } });
  });

  test("details too long for a cookie are reviewed all the same, and an earlier draft is gone", async () => {
    const shopper = await openShopper();
    await toReview(shopper);
    const long = "長".repeat(100);
    const step = await toReview(shopper, {
      name: long,
      line1: long,
      line2: long,
      city: long,
      email: `${"a".repeat(60)}@${"b".repeat(60)}.example.com`,
    });
    expect(step).toMatchObject({ at: "review", details: { address: { name: long } } });
    expect(shopper.draft()).toBeUndefined();
  });
});

describe("the draft of the details", () => {
  test.each(["http", "https"])(
    "is a cookie that no script reads, for the market's checkout alone (%s)",
    async (scheme) => {
      const shopper = await openShopper({ scheme });
      await toReview(shopper);
      const { value = "", ...how } = shopper.draft() ?? {};
      const secure = scheme === "https";
      expect(how).toEqual({ path: "/en-us/checkout", httpOnly: true, sameSite: "lax", secure, maxAge: 3_600 });
      expect(value.length).toBeLessThan(2_000);
      expect(atob(value.replaceAll("-", "+").replaceAll("_", "/"))).not.toContain("Market Street");
    },
  );

  test("is as none when it was changed, is over, is another market's or another customer's", async () => {
    const shopper = await openShopper();
    await toReview(shopper);
    const { value } = shopper.draft() ?? { value: "" };
    const isEmpty = { at: "details", details: { email: "", address: { name: "" } } };
    shopper.jar.set("checkout-draft-en-us", { value: (value.startsWith("A") ? "B" : "A") + value.slice(1) });
    expect(await shopper.goTo()).toMatchObject(isEmpty);
    shopper.jar.set("checkout-draft-en-gb", { value });
    expect(await shopper.goTo("", { market: "en-gb" })).toMatchObject(isEmpty);
    shopper.jar.set("checkout-draft-en-us", { value: "x".repeat(5_000) });
    expect(await shopper.goTo()).toMatchObject(isEmpty);
    shopper.jar.set("checkout-draft-en-us", { value });
    shopper.world.clock.aheadMs = HOUR_MS - MINUTE_MS;
    expect(await shopper.goTo()).toMatchObject({ details: { email: DETAILS.email } });
    shopper.world.clock.aheadMs = HOUR_MS;
    expect(await shopper.goTo()).toMatchObject(isEmpty);
  });

  test("of a customer is filled in for that customer, and for nobody else", async () => {
    const shopper = await openShopper();
    const viewer = customer("owner");
    await shopper.send({ step: "review", ...DETAILS, line1: "1 Secret Street" }, viewer);
    expect(await shopper.goTo("", { viewer })).toMatchObject({ details: { address: { line1: "1 Secret Street" } } });
    expect(await shopper.goTo()).toMatchObject({ details: { email: "", address: { line1: "" } } });
    expect(await shopper.goTo(REVIEW, { viewer: customer("next") })).toBe("303 /en-us/checkout");
  });

  test("is dropped in every market when somebody signs out", async () => {
    const shopper = await openShopper();
    await toReview(shopper);
    shopper.jar.set("checkout-draft-de-de", { value: "x" });
    dropEveryDraft(shopper.pageOf("en-us", ""));
    expect([...shopper.jar.keys()]).toEqual(["cart"]);
  });
});
