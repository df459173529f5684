/** Addresses that nobody is led to by a link of the store: each gets a page, or a refusal, that says what it can. */
import { request } from "node:http";
import { expect, inject, test } from "vitest";

const storeUrl = inject("storeUrl");

/** As it is written: `fetch` would tidy it up. */
function ask(path: string): Promise<{ status: number; location: string | undefined; body: string }> {
  const { hostname, port } = new URL(storeUrl);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, headers: { accept: "text/html" } }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (part: Buffer) => parts.push(part));
      answer.on("end", () =>
        resolve({
          status: answer.statusCode ?? 0,
          location: answer.headers.location,
          body: Buffer.concat(parts).toString("utf8"),
        }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}

/** The store's insides: traces, files, what a database says. */
const INSIDES = /\bat \S+ \(|node_modules|\.ts:\d|SQLITE/;
const LONG = "a".repeat(10_000);
/** As a test's name. */
const named = (path: string): [string, string] => [path.length > 80 ? `${path.slice(0, 80)}…` : path, path];
const BIDI = encodeURIComponent("\u202egpj.exe\u202c");
const GRIN = encodeURIComponent("😀👩‍👩‍👧‍👦");

test.each(
  [
    "/%E0%A4%A/",
    "/%/",
    "/__proto__/",
    "/constructor/products/aero-13-ultralight-laptop",
    "/toString/cart",
    "/en-us%00/",
    "/en-us%2f..%2fadmin/",
    "/en_us/",
    "/xx-xx/products/aero-13-ultralight-laptop",
    "/xx-xx/sign-in",
    "/xx-xx/checkout",
    "/xx-xx/account",
    `/${LONG}/`,
    `/en-us/products/${LONG}`,
    `/ar-ae/products/${BIDI}`,
    `/ja-jp/categories/${GRIN}`,
    "/en-us/products/__proto__",
    "/en-us/categories/%E0%A4%A",
    "/en-us/brands/%27%20OR%201%3D1--",
    "/en-us/products/..%2f..%2fadmin",
  ].map(named),
)("%s is nowhere, and says so without a word of the store's insides", async (_, path) => {
  const { status, body } = await ask(path);
  expect([400, 404, 410, 414]).toContain(status);
  expect(INSIDES.exec(body)).toBeNull();
});

test.each(
  [
    `/en-us/search?q=${LONG}`,
    `/ar-ae/search?q=${BIDI}`,
    `/ja-jp/search?q=${GRIN}`,
    "/en-us/search?q=%E0%A4%A",
    "/en-us/search?q=%00&sort=__proto__&cursor=%7B%7D&price.min=-1&price.max=1e309",
    `/en-us/categories/audio?brand=${LONG}&a.constructor=1&sort=price&sort=name`,
    "/en-us/categories/audio?cursor=bm90IGEgY3Vyc29y",
    `/en-us/products/aero-13-ultralight-laptop?sku=${encodeURIComponent("' OR 1=1 --")}`,
    "/en-us/cart?__proto__[x]=1",
  ].map(named),
)("the query of %s breaks nothing", async (_, path) => {
  const { status, body, location } = await ask(path);
  expect([200, 302, 414, 422]).toContain(status);
  if (status === 302) expect(location).toMatch(/^\/en-us\//);
  expect(INSIDES.exec(body)).toBeNull();
});

test("a market in capitals is the market, for good", async () => {
  expect(await ask("/EN-US/search?q=Usb")).toMatchObject({ status: 301, location: "/en-us/search?q=Usb" });
  expect(await ask("/De-De/")).toMatchObject({ status: 301, location: "/de-de/" });
});
