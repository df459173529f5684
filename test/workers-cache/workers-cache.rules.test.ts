import { describe, expect, test } from "vitest";
import { ageOf, keepingOf, keysOf, mayBeKept, tagsOf, variesByHost } from "../../tools/workers-cache/keeping.ts";
import { type Kept, KeptResponses } from "../../tools/workers-cache/kept-responses.ts";
import { cacheHeadersOf, NO_STORE } from "../../worker/http/cache-policy.ts";

const asked = (headers: Record<string, string> = {}, method = "GET") =>
  new Request("http://store.test/en-us/", { headers, method });
const answered = (headers: Record<string, string>, status = 200) => new Response("page", { headers, status });

describe("how long a response is kept", () => {
  test("a page that names a policy is kept as the policy says, whatever browsers are told", () => {
    const page = answered(cacheHeadersOf("page", ["catalog"]));
    expect(page.headers.get("cache-control")).toContain("no-cache");
    expect(keepingOf(asked(), page)).toEqual({ freshMs: 30_000, staleMs: 150_000, errorMs: 150_000 });
  });

  test("what is somebody's own is never kept", () => {
    expect(keepingOf(asked(), answered({ "cache-control": NO_STORE }))).toBeNull();
    const withCookie = answered({ ...cacheHeadersOf("page", []), "set-cookie": "cart=1" });
    expect(keepingOf(asked(), withCookie)).toBeNull();
  });

  test("an answer without a word about it is kept for hours: a store that forgets its headers shows one shopper's page to all", () => {
    expect(keepingOf(asked(), answered({}))?.freshMs).toBe(2 * 3_600_000);
    expect(keepingOf(asked(), answered({}, 404))?.freshMs).toBe(3 * 60_000);
    expect(keepingOf(asked(), answered({}, 500))).toBeNull();
    expect(keepingOf(asked({ authorization: "Bearer token" }), answered({}))).toBeNull();
  });

  test("an error, and what varies by a header, is not", () => {
    expect(keepingOf(asked(), answered(cacheHeadersOf("page", []), 500))).toBeNull();
    expect(keepingOf(asked(), answered({ ...cacheHeadersOf("page", []), vary: "accept-language" }))).toBeNull();
    expect(keepingOf(asked(), answered({ ...cacheHeadersOf("page", []), vary: "Accept-Encoding" }))).not.toBeNull();
    expect(keepingOf(asked(), answered({ ...cacheHeadersOf("page", []), vary: "host, cookie" }))).toBeNull();
  });

  test("a shared age, or one that must be asked about, allows no stale copy", () => {
    for (const word of ["s-maxage=5", "must-revalidate"]) {
      const header = `public, max-age=5, stale-while-revalidate=60, ${word}`;
      expect(keepingOf(asked(), answered({ "cache-control": header }))).toMatchObject({ freshMs: 5_000, staleMs: 0 });
    }
  });

  test("only plain looks are served from it", () => {
    expect(mayBeKept(asked())).toBe(true);
    expect(mayBeKept(asked({}, "POST"))).toBe(false);
    expect(mayBeKept(asked({ range: "bytes=0-1" }))).toBe(false);
    expect(mayBeKept(asked({ upgrade: "websocket" }))).toBe(false);
  });

  test("a copy is fresh, then stale, then good for errors alone, then gone", () => {
    const keeping = { freshMs: 10, staleMs: 20, errorMs: 50 };
    expect([10, 11, 30, 31, 60, 61].map((ageMs) => ageOf(keeping, ageMs))).toEqual([
      "fresh",
      "stale",
      "stale",
      "spent",
      "spent",
      "gone",
    ]);
  });
});

describe("what is kept", () => {
  const keptOf = (tags: string[], bytes = 4, storedAtMs = 0): Kept => ({
    status: 200,
    headers: [],
    body: new ArrayBuffer(bytes),
    packed: null,
    tags,
    keeping: { freshMs: 1_000, staleMs: 0, errorMs: 0 },
    storedAtMs,
  });

  test("goes when one of its tags is purged, and nothing else does", () => {
    const responses = new KeptResponses();
    responses.keep("/a", keptOf(["product-1", "catalog"]), 0);
    responses.keep("/b", keptOf(["product-2"]), 0);
    responses.purge(["PRODUCT-1"], 5);
    expect(responses.find("/a", 6)).toBeNull();
    expect(responses.find("/b", 6)?.age).toBe("fresh");
  });

  test("is never what was begun before a purge and came in after it", () => {
    const responses = new KeptResponses();
    responses.purge(["product-1"], 5);
    responses.keep("/a", keptOf(["product-1"]), 4);
    expect(responses.find("/a", 6)).toBeNull();
    responses.keep("/a", keptOf(["product-1"]), 6);
    expect(responses.find("/a", 6)).not.toBeNull();
    // More purges than are remembered: what was begun before them may be void.
    responses.purge(
      Array.from({ length: 10_001 }, (_, index) => `tag-${index}`),
      10,
    );
    responses.keep("/c", keptOf(["product-1"]), 9);
    expect(responses.find("/c", 11)).toBeNull();
  });

  test("goes altogether when everything is purged, and nothing that was begun before comes in", () => {
    const responses = new KeptResponses();
    responses.keep("/a", keptOf(["product-1"]), 0);
    responses.purgeAll(5);
    responses.keep("/b", keptOf([]), 4);
    expect([responses.find("/a", 6), responses.find("/b", 6)]).toEqual([null, null]);
  });

  test("has limits: of one response, and of all, where the one asked for longest ago goes", () => {
    const responses = new KeptResponses();
    const mega = 1_048_576;
    responses.keep("/large", keptOf([], 3 * mega), 0);
    expect(responses.find("/large", 1)).toBeNull();
    for (let page = 0; page < 33; page += 1) {
      responses.keep(`/${page}`, keptOf([], 2 * mega), 0);
      responses.find("/0", 1);
    }
    expect(responses.find("/0", 1)).not.toBeNull();
    expect(responses.find("/1", 1)).toBeNull();
    expect(responses.find("/32", 1)).not.toBeNull();
  });

  test("leaves nothing behind when it is too old", () => {
    const responses = new KeptResponses();
    responses.keep("/a", keptOf(["t"]), 0);
    expect(responses.find("/a", 2_000)).toBeNull();
    expect(responses.find("/a", 0)).toBeNull();
  });
});

test("one copy serves every host, by path and query, unless it says that it varies by that: all that names a policy does", () => {
  const [one, other] = ["https://store.example/en-us/?q=1", "https://laden.example/en-us/?q=1"].map(keysOf);
  expect(one?.shared).toBe("/en-us/?q=1");
  expect(other?.shared).toBe(one?.shared);
  expect(other?.ofHost).not.toBe(one?.ofHost);
  expect(variesByHost(new Headers({ vary: "Accept-Encoding" }))).toBe(false);
  expect(variesByHost(answered(cacheHeadersOf("page", [])).headers)).toBe(true);
});

test("a response's tags are told apart by commas, in any case", () => {
  expect(tagsOf(new Headers({ "cache-tag": "Product-1, catalog,," }))).toEqual(["product-1", "catalog"]);
});
