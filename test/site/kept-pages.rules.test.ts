/** Pages that are kept for everyone are whole ones, and are sent as they are made. */
import { expect, test } from "vitest";
import { securePage, sentAsMade } from "../../site/page-headers.ts";
import { lacksPart, orElse } from "../../site/shell-data.ts";
import { cacheHeadersOf } from "../../worker/http/cache-policy.ts";
import type { World } from "../../worker/world.ts";

const worldOfPage = () => ({ log: { error: () => undefined } }) as unknown as World;
const kept = cacheHeadersOf("product", ["product-lamp"]);
const encode = (text: string) => new TextEncoder().encode(text);

/** A page whose headers are named before a component of it reads. */
function pageOf(world: World, headers: Record<string, string>, read: () => Promise<string>): Response {
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encode("<head>")),
    async pull(controller) {
      controller.enqueue(encode(`<p>${await orElse(world, "stock", read(), "unknown")}</p>`));
      controller.close();
    },
  });
  return new Response(body, { headers });
}
function sent(world: World, headers: Record<string, string>, read: () => Promise<string>) {
  const takenBack: string[] = [];
  const page = sentAsMade(pageOf(world, headers, read), {
    id: "request",
    isPartial: () => lacksPart(world),
    takeBack: (tag) => void takenBack.push(tag),
  });
  return { page: securePage(page, { requestId: "request", isHttps: false, formsTo: [] }), takenBack };
}
const failing = () => Promise.reject(new Error("down"));

test("a page that has all its parts is kept", async () => {
  const { page, takenBack } = sent(worldOfPage(), kept, async () => "3 left");
  expect(Object.fromEntries(page.headers)).toMatchObject({ ...kept, "cache-tag": `${kept["cache-tag"]},copy-request` });
  expect(await page.text()).toBe("<head><p>3 left</p>");
  expect(takenBack).toEqual([]);
});

test("its beginning is sent before its components have read", async () => {
  const { page } = sent(worldOfPage(), kept, () => new Promise(() => undefined));
  const begun = await page.body?.getReader().read();
  expect(new TextDecoder().decode(begun?.value)).toBe("<head>");
});

test("a page that turns out to lack a part is shown, and its copy is taken back", async () => {
  const { page, takenBack } = sent(worldOfPage(), kept, failing);
  expect(await page.text()).toBe("<head><p>unknown</p>");
  expect(takenBack).toEqual(["copy-request"]);
});

test("a page that is known to lack a part is not kept at all", async () => {
  const world = worldOfPage();
  await orElse(world, "related", failing(), null);
  const { page } = sent(world, kept, async () => "3 left");
  expect(page.headers.get("cache-control")).toBe("private, no-store");
  for (const name of ["cloudflare-cdn-cache-control", "cache-tag"]) expect(page.headers.has(name)).toBe(false);
  expect(await page.text()).toBe("<head><p>3 left</p>");
});

test("a page of one shopper's own is sent as it is", () => {
  const own = pageOf(worldOfPage(), {}, async () => "yours");
  const told = { id: "request", isPartial: () => true, takeBack: () => undefined };
  expect(sentAsMade(own, told)).toBe(own);
});

test("a page whose address is a secret says what it said of where its reader comes from", () => {
  const policyOf = (headers: Record<string, string>) =>
    securePage(new Response(null, { headers }), { requestId: "request", isHttps: false, formsTo: [] }).headers.get(
      "referrer-policy",
    );
  expect(policyOf({ "referrer-policy": "same-origin" })).toBe("same-origin");
  expect(policyOf({})).toBe("strict-origin-when-cross-origin");
});
