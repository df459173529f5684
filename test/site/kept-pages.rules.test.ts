/** Pages that are kept for everyone are whole ones. */
import { expect, test } from "vitest";
import { securePage, wholeIfKept } from "../../site/page-headers.ts";
import { lacksPart, orElse } from "../../site/shell-data.ts";
import { cacheHeadersOf } from "../../worker/http/cache-policy.ts";
import type { World } from "../../worker/world.ts";

const worldOfPage = () => ({ log: { error: () => undefined } }) as unknown as World;
const kept = cacheHeadersOf("product", ["product-lamp"]);

/** A page whose headers are named before a component of it reads. */
function pageOf(world: World, headers: Record<string, string>, read: () => Promise<string>): Response {
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      controller.enqueue(new TextEncoder().encode(`<p>${await orElse(world, "stock", read(), "unknown")}</p>`));
      controller.close();
    },
  });
  return new Response(body, { headers });
}
async function sent(headers: Record<string, string>, read: () => Promise<string>) {
  const world = worldOfPage();
  const page = await wholeIfKept(pageOf(world, headers, read), () => lacksPart(world));
  return securePage(page, "request", false);
}
const failing = () => Promise.reject(new Error("down"));

test("a page that has all its parts is kept", async () => {
  const page = await sent(kept, async () => "3 left");
  expect(Object.fromEntries(page.headers)).toMatchObject(kept);
  expect(await page.text()).toBe("<p>3 left</p>");
});

test("a page that lacks a part is shown, and nobody else gets it", async () => {
  const page = await sent(kept, failing);
  expect(page.headers.get("cache-control")).toBe("private, no-store");
  for (const name of ["cloudflare-cdn-cache-control", "cache-tag"]) expect(page.headers.has(name)).toBe(false);
  expect(await page.text()).toBe("<p>unknown</p>");
});

test("a feed is sent as it is written, however long it is", async () => {
  const headers = { ...kept, "content-type": "application/xml; charset=utf-8" };
  const feed = pageOf(worldOfPage(), headers, () => new Promise(() => undefined));
  expect(await wholeIfKept(feed, () => false)).toBe(feed);
});

test("a page of one shopper's own is sent as it is made", async () => {
  const never = pageOf(worldOfPage(), {}, () => new Promise(() => undefined));
  expect(await wholeIfKept(never, () => false)).toBe(never);
});
