/** The pages' door, with a page behind it that answers what form it was sent. */
import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { ADMIN } from "../../site/admin-paths.ts";
import { FILES_FORM_BYTES_MAX, FORM_BYTES_MAX, takesFiles } from "../../worker/base/form-size.ts";
import { pagesOf } from "../../worker/http/page-guard.ts";
import { takeErrors } from "../support/logged-errors.ts";
import { withinOneMinute } from "../support/within-one-minute.ts";

const pages = pagesOf(async (request) => {
  const form = request.method === "POST" ? await request.formData() : new FormData();
  return new Response(`${request.method} ${form.get("sku")}`);
});

async function send(method: string, body: BodyInit | null, type?: string) {
  const init = { method, body, ...(type === undefined ? {} : { headers: { "content-type": type } }) };
  const response = await pages.fetch(new Request("http://store.test/en-us/cart", init), env, createExecutionContext());
  return { status: response.status, text: await response.text() };
}

const FORM = "application/x-www-form-urlencoded";

test("a page is looked at, and takes a form of either kind", async () => {
  const parts = new FormData();
  parts.set("sku", "A-1");
  expect(await send("GET", null)).toEqual({ status: 200, text: "GET null" });
  expect((await send("HEAD", null)).status).toBe(200);
  expect(await send("POST", "sku=A-1", FORM)).toEqual({ status: 200, text: "POST A-1" });
  expect(await send("POST", "sku=A-1", `${FORM};charset=UTF-8`)).toEqual({ status: 200, text: "POST A-1" });
  expect(await send("POST", parts)).toEqual({ status: 200, text: "POST A-1" });
});

test.each([
  ["JSON", "{}", "application/json"],
  ["plain text", "sku=A-1", "text/plain"],
  ["a kind that only begins like a form's", "sku=A-1", "application/x-www-form-urlencoded-not"],
  ["nothing that says what it is", new Uint8Array([1]), ""],
])("%s is no form: the page never sees it", async (_, body, type) => {
  const answer = await send("POST", body, type);
  expect(answer.status).toBe(415);
  expect(JSON.parse(answer.text).code).toBe("request.not_form");
});

test("an address whose letters cannot be read is nowhere, and nothing is logged of it", async () => {
  for (const path of ["/en-us/products/%ff%fe", "/%", "/en-us/%E0%A4%A"]) {
    const answer = await pages.fetch(new Request(`http://store.test${path}`), env, createExecutionContext());
    expect(answer.status, path).toBe(404);
    expect(answer.headers.get("x-request-id")).not.toBeNull();
  }
});

test.each(["PUT", "PATCH", "DELETE", "OPTIONS"])("a page does not take %s", async (method) => {
  expect((await send(method, null)).status).toBe(405);
});

test("a form larger than any of the store's is refused, whether it says its size or not", async () => {
  const bytes = new TextEncoder().encode(`sku=${"a".repeat(FORM_BYTES_MAX)}`);
  expect((await send("POST", bytes, FORM)).status).toBe(413);
  expect((await send("POST", new Blob([bytes]).stream(), FORM)).status).toBe(413);
});

test("a network that looks at too many pages, or searches too much, waits a minute; others do not", async () => {
  const look = async (path: string, network: string) => {
    const request = new Request(`http://store.test${path}`, { headers: { "cf-connecting-ip": network } });
    return (await pages.fetch(request, env, createExecutionContext())).status;
  };
  const written = ["/en-us/search/?q=a", "/en-us//search?q=a", "//en-us/Search?q=a", "/en-us/%73earch?q=a"];
  const searches = ["/en-us/search?q=a", "/en-us/suggest?q=a", ...written];
  const answers = await withinOneMinute(async () => {
    for (let count = 0; count < 601; count += 1) await env.PAGE_DAMPER.limit({ key: "203.0.113.20" });
    for (let count = 0; count < 241; count += 1) await env.SEARCH_DAMPER.limit({ key: "203.0.113.21" });
    const looker = await look("/en-us/cart", "203.0.113.20");
    return [looker, ...(await Promise.all([...searches, "/en-us/cart"].map((path) => look(path, "203.0.113.21"))))];
  });
  expect(answers).toEqual([429, ...searches.map(() => 429), 200]);
  expect(await look("/en-us/search?q=a", "203.0.113.22")).toBe(200);
});

describe("a form with files", () => {
  /** What the page behind the door was asked, and how much of what was sent it could read. */
  const seen: { ask: string; bytes: number }[] = [];
  const door = pagesOf(async (request) => {
    const { pathname, search } = new URL(request.url);
    seen.push({ ask: `${request.method} ${pathname}${search}`, bytes: (await request.arrayBuffer()).byteLength });
    return new Response("shown");
  });
  const STAFF = { authorization: "Bearer staff-token-for-tests" };
  const MULTIPART = { "content-type": "multipart/form-data; boundary=x" };
  const streamed = (bytes: number) => new Blob([new Uint8Array(bytes)]).stream();
  async function post(path: string, body: BodyInit, headers: HeadersInit) {
    seen.length = 0;
    const request = new Request(`http://store.test${path}`, { method: "POST", body, headers });
    const { status } = await door.fetch(request, env, createExecutionContext());
    return { status, seen: [...seen] };
  }
  const LARGE = FORM_BYTES_MAX + 1;

  test("is taken from staff, at the addresses of forms that have some", async () => {
    const answer = await post("/admin/products/p-1/downloads?sku=A", streamed(LARGE), { ...STAFF, ...MULTIPART });
    expect(answer.seen).toEqual([{ ask: "POST /admin/products/p-1/downloads?sku=A", bytes: LARGE }]);
    expect((await post("/admin/orders/1", streamed(LARGE), { ...STAFF, ...MULTIPART })).status).toBe(413);
    expect((await post("/en-us/cart", streamed(LARGE), { ...STAFF, ...MULTIPART })).status).toBe(413);
  });

  test("is not read for anybody else: they are shown the page's door", async () => {
    const answer = await post("/admin/products/p-1/pictures", streamed(LARGE), MULTIPART);
    expect(answer.seen).toEqual([{ ask: "GET /admin/products/p-1/pictures", bytes: 0 }]);
  });

  test("that is larger than any is answered with how large one may be", async () => {
    for (const body of [new Uint8Array(FILES_FORM_BYTES_MAX + 1), streamed(FILES_FORM_BYTES_MAX + 1)])
      expect((await post("/admin/brands/b-1", body, { ...STAFF, ...MULTIPART })).seen).toEqual([
        { ask: "GET /admin/too-large?from=%2Fadmin%2Fbrands%2Fb-1", bytes: 0 },
      ]);
  });

  test("goes to pages that have one, and to no other", () => {
    const having = [ADMIN.imports(), ADMIN.productPart("p 1", "pictures"), ADMIN.productPart("p", "downloads")];
    const others = [
      ADMIN.home,
      ADMIN.orders(),
      ADMIN.productPart("p", "sale"),
      ADMIN.import("i"),
      "/en-us/admin/imports",
    ];
    expect(
      [...having, ADMIN.category("c"), ADMIN.brand("b"), ADMIN.collection("c")].filter((path) => !takesFiles(path)),
    ).toEqual([]);
    expect(others.filter(takesFiles)).toEqual([]);
  });
});

test("a refusal and a failure say under which id they are logged, and are not kept", async () => {
  const failing = pagesOf(() => Promise.reject(new Error("no page")));
  const ask = (method: string) =>
    failing.fetch(
      new Request("http://store.test/en-us", { method, headers: { "x-request-id": "caller-0001" } }),
      env,
      createExecutionContext(),
    );
  for (const [method, status] of [
    ["PUT", 405],
    ["GET", 500],
  ] as const) {
    const answer = await ask(method);
    expect(answer.status).toBe(status);
    expect(answer.headers.get("x-request-id")).toBe("caller-0001");
    expect(answer.headers.get("cache-control")).toBe("private, no-store");
    expect(await answer.json()).toMatchObject({ requestId: "caller-0001" });
  }
  expect(takeErrors().map((line) => JSON.parse(line))).toEqual([
    { level: "error", event: "page.failed", requestId: "caller-0001", why: "Error: no page" },
  ]);
});
