/** Markets with domains of their own, at the built store: each page at its market's host, whichever host it was asked for at. */
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { hostVisitor } from "../support/host-visitor.ts";

const storeUrl = inject("storeUrl");
const [LADEN, BOUTIQUE] = ["https://laden.example", "https://boutique.example"];
const GERMAN = {
  id: "de-eigen",
  locale: "de-DE",
  countries: ["DE"],
  timeZone: "Europe/Berlin",
  domain: "laden.example",
};
const FRENCH = {
  id: "fr-propre",
  locale: "fr-FR",
  countries: ["FR"],
  timeZone: "Europe/Paris",
  domain: "boutique.example",
};

type Asked = { version: number; state: "open" | "closed" } & (typeof GERMAN | typeof FRENCH);
async function saveMarket({ id, ...facts }: Asked): Promise<void> {
  const terms = {
    currency: "EUR",
    priceListId: null,
    taxDisplay: "inclusive",
    shippingZoneId: null,
    paymentMethods: [],
  };
  const answer = await fetch(`${storeUrl}/api/admin/markets/${id}`, {
    method: "PUT",
    headers: { authorization: `Bearer ${inject("staffToken")}`, "content-type": "application/json" },
    body: JSON.stringify({ ...terms, position: 900, ...facts }),
  });
  expect(answer.status, await answer.text()).toBe(200);
}
beforeAll(async () => {
  for (const market of [GERMAN, FRENCH]) await saveMarket({ ...market, version: 0, state: "open" });
});
afterAll(async () => {
  for (const market of [GERMAN, FRENCH]) await saveMarket({ ...market, version: 1, state: "closed" });
});

describe("a page of a market", () => {
  test("that is asked for at another host leads to its own, with path and query, and nobody keeps that", async () => {
    const { ask } = hostVisitor(storeUrl);
    for (const [from, path, to] of [
      [BOUTIQUE, "/de-eigen/search?q=laptop&sort=price-asc", LADEN],
      [LADEN, "/fr-propre/products/nothing-there", BOUTIQUE],
      [LADEN, "/en-us/", storeUrl],
    ]) {
      const answer = await ask(`${from}${path}`);
      expect([answer.status, answer.location], path).toEqual([301, `${to}${path}`]);
      expect(answer.header("cache-control")).toBe("private, no-store");
      expect((await ask(`${from}${path}`, { method: "HEAD" })).location).toBe(`${to}${path}`);
    }
  });

  test("is served at its own host, at this machine, and at a host that is nobody's", async () => {
    const { ask } = hostVisitor(storeUrl);
    for (const host of [LADEN, storeUrl, "http://meridian.someone.workers.dev"]) {
      const { status, text } = await ask(`${host}/de-eigen/`);
      expect(status, host).toBe(200);
      expect(text).toContain(`<link rel="canonical" href="${LADEN}/de-eigen/">`);
      expect(text).toContain(`<meta property="og:image" content="${LADEN}/media/`);
    }
  });

  test("that is kept at one host is never answered at another", async () => {
    const { ask } = hostVisitor(storeUrl);
    const path = `/de-eigen/?kept=${Date.now()}`;
    await ask(LADEN + path);
    await expect.poll(async () => (await ask(LADEN + path)).header("cf-cache-status")).toBe("HIT");
    expect((await ask(BOUTIQUE + path)).location).toBe(LADEN + path);
    expect((await ask(LADEN + path)).status, "nor is the way there kept in its place").toBe(200);
  });

  test("is not led away from by a form, and what is no market's page is at every host", async () => {
    const { ask } = hostVisitor(storeUrl);
    expect((await ask(`${BOUTIQUE}/de-eigen/cart`, { method: "POST", form: { sku: "" } })).status).toBe(422);
    for (const path of ["/api/me", "/admin/sign-in", "/robots.txt", "/sw.js", "/favicon.svg"])
      expect((await ask(BOUTIQUE + path)).status, path).toBe(200);
  });

  test("takes a form from pages of the host that was asked, and of no other of the store's", async () => {
    const { ask } = hostVisitor(storeUrl);
    const post = (origin: string) =>
      ask(`${LADEN}/de-eigen/cart`, { method: "POST", form: { sku: "" }, headers: { origin } });
    expect((await post("http://laden.example")).status).toBe(422);
    for (const origin of ["http://boutique.example", storeUrl, "null"])
      expect((await post(origin)).status, origin).toBe(403);
    const api = { "content-type": "application/json", origin: "http://boutique.example" };
    expect((await ask(`${LADEN}/api/carts`, { method: "POST", headers: api })).status).toBe(403);
  });
});

test("the bare address of a domain is its market's, and leads to the place of the one that was chosen elsewhere", async () => {
  const { ask } = hostVisitor(storeUrl);
  const german = { "accept-language": "de" };
  expect((await ask(`${LADEN}/`, { headers: { "accept-language": "fr" } })).location).toBe("/de-eigen/");
  expect((await ask(`${storeUrl}/`, { headers: { ...german, cookie: "market=de-eigen" } })).location).toBe(
    "/de-eigen/",
  );
});

describe("a market that is chosen at another host", () => {
  const CART = /^[0-9a-f]{64}$/;
  const SKU = "KAN-K75-SGE-LIN";
  type Visitor = ReturnType<typeof hostVisitor>;
  /** Follows where it leads; answers every address on the way, the last one served. */
  async function follow({ ask }: Visitor, from: string, location: string | null): Promise<string[]> {
    const way: string[] = [];
    let at = from;
    for (let next = location; next !== null; ) {
      expect(way.length, way.join(" > ")).toBeLessThan(6);
      at = new URL(next, at).href;
      way.push(at);
      next = (await ask(at)).location;
    }
    return way;
  }
  async function withCart(host: string, path: string): Promise<Visitor> {
    const visitor = hostVisitor(storeUrl);
    const answer = await visitor.ask(`${host}${path}/cart`, {
      method: "POST",
      form: { sku: SKU, quantity: "2" },
    });
    expect(answer.status, answer.text.slice(0, 300)).toBe(303);
    return visitor;
  }
  const choose = async (visitor: Visitor, host: string, to: string) =>
    follow(visitor, host, (await visitor.ask(`${host}/markets`, { method: "POST", form: { to } })).location);
  const hostsOf = (way: readonly string[]) => way.map((address) => new URL(address).host);
  const unitsOf = async ({ ask }: Visitor, host: string) =>
    (JSON.parse((await ask(`${host}/api/me`)).text) as { cartCount: number }).cartCount;

  test("leads to the page at its own host, is remembered at both, and brings nothing where there is nothing", async () => {
    const visitor = hostVisitor(storeUrl);
    const way = await choose(visitor, BOUTIQUE, "/de-eigen/search?q=laptop");
    expect(way.at(-1)).toBe(`${LADEN}/de-eigen/search?q=laptop`);
    const [there, here] = ["laden.example", "boutique.example"];
    expect(hostsOf(way)).toEqual([there, here, there, there]);
    for (const host of ["laden.example", "boutique.example"]) {
      expect(visitor.cookies(host).get("market"), host).toBe("de-eigen");
      expect([...visitor.cookies(host).keys()], host).toEqual(["market"]);
    }
  });

  test("brings the cart along: there, and from there to a market at the store's address, and back", async () => {
    const visitor = await withCart(LADEN, "/de-eigen");
    const store = new URL(storeUrl).host;
    const way = await choose(visitor, LADEN, "/fr-propre/cart");
    expect(hostsOf(way)).toEqual([
      ...["boutique.example", "laden.example"],
      ...["boutique.example", "boutique.example"],
    ]);
    expect(way.at(-1)).toBe(`${BOUTIQUE}/fr-propre/cart`);
    expect(await unitsOf(visitor, BOUTIQUE)).toBe(2);
    expect(await choose(visitor, BOUTIQUE, "/en-us/cart")).toContain(`${storeUrl}/en-us/cart`);
    expect(await unitsOf(visitor, storeUrl)).toBe(2);
    const ids = ["laden.example", "boutique.example", store].map((host) => visitor.cookies(host).get("cart"));
    expect(ids[0]).toMatch(CART);
    expect(new Set(ids).size, "one cart").toBe(1);
    expect(visitor.cookies("boutique.example").has("cart-hop")).toBe(false);
  });

  test("brings it too for a page that is looked at where it is not any more", async () => {
    const visitor = await withCart(LADEN, "/de-eigen");
    const look = await visitor.ask(`${LADEN}/fr-propre/cart?note=added`, { headers: { "sec-fetch-dest": "document" } });
    expect(look.status).toBe(302);
    const way = await follow(visitor, LADEN, look.location);
    expect(way.at(-1)).toBe(`${BOUTIQUE}/fr-propre/cart?note=added`);
    expect(await unitsOf(visitor, BOUTIQUE)).toBe(2);
    expect((await visitor.ask(`${LADEN}/fr-propre/suggest?q=a`)).status, "what a script asks for is led for good").toBe(
      301,
    );
  });

  test("puts nobody's cart into a stranger's browser, nor at another host, nor twice", async () => {
    const thief = await withCart(LADEN, "/de-eigen");
    const begun = await thief.ask(`${BOUTIQUE}/markets?${new URLSearchParams({ to: "/fr-propre/", from: LADEN })}`);
    const sealed = (await thief.ask(begun.location ?? "")).location ?? "";
    expect(new URL(sealed).searchParams.get("hop")).toMatch(/^[\w-]{100,}$/);
    const stranger = hostVisitor(storeUrl);
    await stranger.ask(sealed);
    expect(stranger.cookies("boutique.example").has("cart"), "one without a number").toBe(false);
    await stranger.ask(`${BOUTIQUE}/markets?${new URLSearchParams({ to: "/fr-propre/", from: LADEN })}`);
    expect(stranger.cookies("boutique.example").has("cart-hop")).toBe(true);
    await stranger.ask(sealed);
    expect(stranger.cookies("boutique.example").has("cart"), "one with a number of its own").toBe(false);
    const elsewhere = new URL(sealed.replace(BOUTIQUE, LADEN).replace("fr-propre", "de-eigen"));
    await stranger.ask(elsewhere.href);
    expect(stranger.cookies("laden.example").has("cart"), "at another host").toBe(false);
    expect((await thief.ask(sealed)).location).toBe("/fr-propre/");
    expect(thief.cookies("boutique.example").get("cart")).toMatch(CART);
  });

  test("is remembered by no link, at neither host", async () => {
    const visitor = hostVisitor(storeUrl);
    const link = `/markets?${new URLSearchParams({ to: "/fr-propre/", from: LADEN })}`;
    for (const address of [
      `${BOUTIQUE}/markets?to=%2Ffr-propre%2F`,
      `${LADEN}/markets?to=%2Ffr-propre%2F`,
      BOUTIQUE + link,
    ])
      expect((await follow(visitor, BOUTIQUE, address)).at(-1)).toBe(`${BOUTIQUE}/fr-propre/`);
    for (const host of ["laden.example", "boutique.example"])
      expect([...visitor.cookies(host).keys()], host).toEqual([]);
  });

  test("leads nobody to a host that is not the store's", async () => {
    const { ask, cookies } = hostVisitor(storeUrl);
    const locationOf = async (query: Record<string, string>) =>
      (await ask(`${BOUTIQUE}/markets?${new URLSearchParams(query)}`)).location;
    for (const to of ["https://evil.example/de-eigen/", "//evil.example/", "/nowhere/", ""])
      expect(await locationOf({ to })).toBe("/");
    for (const from of ["https://evil.example", "https://boutique.example.evil.example", "x", BOUTIQUE])
      expect(await locationOf({ to: "/fr-propre/", from }), from).toBe("/fr-propre/");
    expect(cookies("boutique.example").has("cart-hop")).toBe(false);
  });

  test("is a form that browsers let end there, on a page that says what comes along", async () => {
    const { ask } = hostVisitor(storeUrl);
    const { text, header } = await ask(`${LADEN}/de-eigen/`);
    expect(header("content-security-policy")).toContain(`form-action 'self' ${storeUrl} ${BOUTIQUE};`);
    for (const words of [text, (await ask(`${LADEN}/de-eigen/sign-in`)).text])
      expect(words).toContain("Manche Länder haben eine eigene Adresse");
    expect((await ask(`${LADEN}/de-eigen/sign-in`)).text).toContain("unter einer anderen unserer Adressen");
    const alone = await ask(`${storeUrl}/en-us/`);
    expect(alone.header("content-security-policy")).toContain("form-action 'self';");
  });
});
