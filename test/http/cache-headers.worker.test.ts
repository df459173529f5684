/** What stands in front of a deployed store keeps an answer that does not forbid it. So every answer says if it may be kept. */
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { CACHE_POLICIES } from "../../worker/http/cache-policy.ts";

type Document = { paths: Record<string, Record<string, unknown>> };

const ask = (path: string, init: RequestInit = {}) =>
  exports.default.fetch(new Request(`http://store.test${path}`, init));

async function pathsRead(): Promise<string[]> {
  const { paths } = await (await ask("/api/openapi.json")).json<Document>();
  const described = Object.keys(paths).filter((path) => paths[path]?.get);
  return [...described, "/api/openapi.json", "/api/docs", "/media/nothing.svg", "/mailbox", "/api/nowhere"];
}

test("an answer of the API is the caller's own unless a policy names it", async () => {
  const ages = Object.values(CACHE_POLICIES).map(({ freshSeconds }) => freshSeconds);
  for (const path of await pathsRead()) {
    const address = `${path.replaceAll(/\{\w+\}/g, "nothing-there")}?market=en-us&q=a`;
    const answer = await ask(address, { headers: { authorization: "Bearer staff-token-for-tests" } });
    await answer.arrayBuffer();
    const kept = answer.headers.get("cloudflare-cdn-cache-control");
    if (kept) {
      expect(ages, path).toContain(Number(/^public, max-age=(\d+),/.exec(kept)?.[1]));
      expect(answer.headers.has("set-cookie"), path).toBe(false);
    } else expect(answer.headers.get("cache-control"), path).toMatch(/^(private, )?no-store$|^public, max-age=\d+/);
  }
});

test("a refusal and a failed change are never kept", async () => {
  for (const answer of [
    await ask("/api/products?market=nowhere"),
    await ask("/api/carts", { method: "POST", headers: { "content-type": "text/plain" }, body: "{}" }),
    await ask("/api/admin/orders"),
  ])
    expect(answer.headers.get("cache-control"), String(answer.status)).toBe("private, no-store");
});

test("what is kept says no request's id, which whoever asked first may have made up", async () => {
  const named = { headers: { "x-request-id": "made-up-0001" } };
  const kept = await ask("/api/search?market=en-us&q=lamp", named);
  await kept.arrayBuffer();
  expect(kept.headers.has("cache-tag")).toBe(true);
  expect(JSON.stringify([...kept.headers])).not.toContain("made-up-0001");
  expect((await ask("/api/nowhere", named)).headers.get("x-request-id")).toBe("made-up-0001");
});

test("a search that found nothing is soon asked again: what was just brought in would not purge it", async () => {
  const answer = await ask("/api/search?market=en-us&q=unheardof");
  expect((await answer.json<{ items: unknown[] }>()).items).toEqual([]);
  expect(answer.headers.get("cloudflare-cdn-cache-control")).toContain("max-age=2,");
});
