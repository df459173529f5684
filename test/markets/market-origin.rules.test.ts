import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { leadFrom, originOf, otherPlaces, placeOf } from "../../worker/markets/market-origin.ts";
import { type Market, marketsOf } from "../../worker/markets/markets.ts";
import { marketFacts } from "../support/markets.ts";

const STORE = "https://store.example";
const markets = marketsOf([
  marketFacts(),
  marketFacts({ id: "de-de", domain: "laden.example", position: 20 }),
  marketFacts({ id: "fr-fr", domain: "boutique.example", position: 30 }),
  // The database lets none share a domain; nor does anybody go in circles where two do.
  marketFacts({ id: "de-at", domain: "laden.example", position: 40 }),
  marketFacts({ id: "old", domain: "old.example", state: "closed", position: 50 }),
  marketFacts({ id: "en-gb", domain: "store.example", position: 60 }),
]);
const marketOf = (id: string) => markets.known(id) as Market;
const lead = (id: string, address: string, { method = "GET", store = STORE } = {}) =>
  leadFrom(markets, marketOf(id), { url: new URL(address), method, store });

test("a market's own domain is where its pages are", () => {
  expect(originOf(marketOf("de-de"), STORE)).toBe("https://laden.example");
  expect(originOf(marketOf("en-us"), STORE)).toBe(STORE);
});

describe("a page that is asked for", () => {
  test.each([
    ["at the store's address leads to its market's domain", "de-de", `${STORE}/de-de/`, "https://laden.example/de-de/"],
    [
      "keeps its path and query on the way",
      "de-de",
      `${STORE}/de-de/search?q=a%20b&brand=x`,
      "https://laden.example/de-de/search?q=a%20b&brand=x",
    ],
    [
      "at another market's domain leads to its own",
      "fr-fr",
      "https://laden.example/fr-fr/",
      "https://boutique.example/fr-fr/",
    ],
    [
      "of a market without a domain leads to the store's address",
      "en-us",
      "https://laden.example/en-us/",
      `${STORE}/en-us/`,
    ],
    ["at a closed market's domain leads on", "en-us", "https://old.example/en-us/cart", `${STORE}/en-us/cart`],
    ["of a closed market is where its domain is", "old", `${STORE}/old/cart`, "https://old.example/old/cart"],
    ["at its own domain is served", "de-de", "https://laden.example/de-de/", null],
    ["at its own domain is served, whatever the scheme and port", "de-de", "http://laden.example:8787/de-de/", null],
    ["at a domain that two markets share is served for both", "de-at", "https://laden.example/de-at/", null],
    ["at the store's address is served, by a market that names that as its domain", "en-gb", `${STORE}/en-gb/`, null],
    ["at a host that is no market's is served", "de-de", "https://meridian.someone.workers.dev/de-de/", null],
    ["at a host that only looks like one is served", "de-de", "https://laden.example.evil.example/de-de/", null],
    ["at a host with a dot at its end is served", "de-de", "https://laden.example./de-de/", null],
    ["at this machine is served", "de-de", "http://127.0.0.1:8787/de-de/", null],
    ["at a name of this machine's is served", "de-de", "http://laden.localhost:8787/de-de/", null],
  ])("%s", (_, id, address, leads) => expect(lead(id, address)).toBe(leads));

  test("by a form or a program's change is never led away", () => {
    for (const method of ["POST", "PUT", "DELETE"]) expect(lead("de-de", `${STORE}/de-de/cart`, { method })).toBeNull();
    expect(lead("de-de", `${STORE}/de-de/`, { method: "HEAD" })).toBe("https://laden.example/de-de/");
  });

  test("at a store on this machine is served, though that is its configured address; domains lead back to it", () => {
    const store = "http://127.0.0.1:9300";
    expect(lead("de-de", `${store}/de-de/`, { store })).toBeNull();
    expect(lead("de-de", "http://localhost:9300/de-de/", { store })).toBeNull();
    expect(lead("en-us", "http://laden.example/en-us/", { store })).toBe(`${store}/en-us/`);
  });

  test("at a domain of a store that does not know its own address is served where nothing else is known", () => {
    expect(lead("en-us", "https://laden.example/en-us/", { store: "" })).toBeNull();
    expect(lead("fr-fr", "https://laden.example/fr-fr/", { store: "" })).toBe("https://boutique.example/fr-fr/");
  });
});

test("nobody is led twice, nor to a host that is neither the store's nor a market's", () => {
  const hosts = [
    "store.example",
    "laden.example",
    "boutique.example",
    "old.example",
    "other.example",
    "127.0.0.1:8787",
  ];
  const ids = markets.all.map(({ id }) => id);
  const stores = ["", STORE, "http://127.0.0.1:8787", "https://laden.example"];
  fc.assert(
    fc.property(
      fc.constantFrom(...hosts),
      fc.constantFrom(...ids),
      fc.constantFrom(...stores),
      fc.constantFrom("http", "https"),
      (host, id, store, scheme) => {
        const first = lead(id, `${scheme}://${host}/${id}/x?y=1`, { store });
        if (first === null) return;
        expect(first.endsWith(`/${id}/x?y=1`)).toBe(true);
        expect([...markets.all.map((market) => originOf(market, store)), store]).toContain(new URL(first).origin);
        expect(lead(id, first, { store })).toBeNull();
      },
    ),
  );
});

describe("links to another market's pages", () => {
  test("lead to its own place, but for who came by a host that the store does not know", () => {
    const place = (id: string, asked: string, store = STORE) => placeOf(markets, marketOf(id), { asked, store });
    expect(place("de-de", STORE)).toBe("https://laden.example");
    expect(place("en-us", "https://laden.example")).toBe(STORE);
    expect(place("de-de", "http://127.0.0.1:8787")).toBe("http://127.0.0.1:8787");
    expect(place("de-de", ""), "a timer or a consumer").toBe("https://laden.example");
    expect(place("en-us", "", ""), "a store that does not know where it is").toBe("");
  });

  test("name no place twice, nor the one that a page is at", () => {
    expect(otherPlaces(markets, { asked: STORE, store: STORE })).toEqual([
      "https://laden.example",
      "https://boutique.example",
    ]);
    expect(otherPlaces(markets, { asked: "https://laden.example", store: STORE })).toEqual([
      STORE,
      "https://boutique.example",
    ]);
    expect(otherPlaces(marketsOf([marketFacts()]), { asked: STORE, store: STORE })).toEqual([]);
    expect(otherPlaces(markets, { asked: "http://localhost:8787", store: "" })).toEqual([]);
  });
});
