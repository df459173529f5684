/** Staff add to the search: made, changed, looked at before it is saved, deleted; by staff alone, and never half. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { saveRule } from "../../worker/search/staff/save-search-rule-flow.ts";
import { RULES_MAX } from "../../worker/search/staff/search-rule.ts";
import { RULES_KEPT_MS, readSearchRules } from "../../worker/search/staff/search-rules-store.ts";
import { marketOf } from "../support/markets.ts";
import { ask, askAsStaff, importedProduct, importNow, putCategory, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

type Rule = Record<string, unknown> & { id: string; version: number };
type Found = { items: { id: string; title: string }[]; total: number; redirect: string | null };

const newId = () => crypto.randomUUID();
const put = (id: string, body: object) => askAsStaff<Rule>("PUT", `/api/admin/search/rules/${id}`, body);
const list = async (kind: string, scope = "") =>
  (await askAsStaff<{ items: Rule[] }>("GET", `/api/admin/search/rules?kind=${kind}${scope && `&scope=${scope}`}`)).body
    .items;
const preview = async (q: string, draft: object | null, id = newId(), market = "en-us") =>
  (await askAsStaff<{ before: Found; after: Found }>("POST", "/api/admin/search/preview", { market, q, id, draft }))
    .body;
const titles = ({ items }: Found) => items.map(({ title }) => title);
const idOf = async (title: string) => {
  const row = await env.CATALOG.prepare("SELECT product_id AS id FROM product_translations WHERE title = ?")
    .bind(title)
    .first<{ id: string }>();
  return row?.id ?? "";
};
const pin = (query: string, productIds: string[], over: object = {}) =>
  ({ kind: "pin", scope: "any", query, productIds, version: 0, ...over }) as const;

const usd = { USD: { amountMinor: 5_000 } };
const article = (sku: string, title: string) =>
  importedProduct({
    externalId: sku,
    translations: { en: { title, description: "" } },
    variants: [{ sku, quantity: 5, prices: { ...usd, EUR: { amountMinor: 4_000 } } }],
  });

beforeAll(async () => {
  await putCategory("lamps", { en: "Lamps", de: "Lampen" });
  await importNow([
    article("lamp-a", "Desk lamp bright"),
    article("lamp-b", "Desk lamp dim"),
    article("torch", "Pocket torch"),
    { ...article("secret", "Secret gadget"), status: "draft" },
    article("gnome", "Garden gnome"),
  ]);
});

describe("only staff", () => {
  test.each([
    ["GET", "/api/admin/search/rules?kind=pin", undefined],
    [
      "PUT",
      "/api/admin/search/rules/a-rule-of-mine",
      { kind: "redirect", scope: "any", query: "x", path: "/returns", version: 0 },
    ],
    ["DELETE", "/api/admin/search/rules/a-rule-of-mine?version=1", undefined],
    ["POST", "/api/admin/search/preview", { market: "en-us", q: "x", id: "a-rule-of-mine", draft: null }],
  ])("may %s %s", async (method, path, body) => {
    const headers = { "content-type": "application/json" };
    const answer = await ask(path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    expect(refusal(answer)).toBe("401 access.sign_in_needed");
  });
});

describe("pins", () => {
  test("bring products to the top of a query, as the preview showed, and it is written down who did it", async () => {
    const [dim, gnome, id] = [await idOf("Desk lamp dim"), await idOf("Garden gnome"), newId()];
    const { version: _, ...draft } = pin("Desk LAMP", [gnome, dim]);
    const { before, after } = await preview("desk lamp", draft, id);
    expect(titles(before)).not.toContain("Garden gnome");
    expect(titles(after)).toEqual(["Garden gnome", "Desk lamp dim", "Desk lamp bright"]);
    expect([before.total, after.total]).toEqual([2, 3]);
    expect(await list("pin")).toEqual([]);
    expect((await put(id, pin("Desk LAMP", [gnome, dim]))).status).toBe(200);
    const { body } = await ask<Found>("/api/search?market=en-us&q=desk%20lamp&limit=2");
    expect(titles(body)).toEqual(["Garden gnome", "Desk lamp dim"]);
    const audit = await env.ACCOUNTS.prepare("SELECT action, before, after FROM audit_entries WHERE subject = ?")
      .bind(`search_rule:${id}`)
      .all<{ action: string; before: string; after: string }>();
    expect(audit.results).toMatchObject([{ action: "search_rule.saved", before: null }]);
    expect(JSON.parse(audit.results[0]?.after ?? "")).toMatchObject({ query: "Desk LAMP", productIds: [gnome, dim] });
  });

  test("follow the pages of results once: no product comes twice", async () => {
    const first = await ask<Found & { nextCursor: string }>("/api/search?market=en-us&q=desk%20lamp&limit=1");
    const second = await ask<Found & { nextCursor: string }>(
      `/api/search?market=en-us&q=desk%20lamp&limit=5&cursor=${first.body.nextCursor}`,
    );
    expect([...titles(first.body), ...titles(second.body)].toSorted()).toEqual([
      "Desk lamp bright",
      "Desk lamp dim",
      "Garden gnome",
    ]);
  });

  test("that are not sold are left out, and do not count", async () => {
    const { version: _, ...draft } = pin("pocket torch", [await idOf("Secret gadget")]);
    const { before, after } = await preview("pocket torch", draft);
    expect([titles(after), after.total]).toEqual([["Pocket torch"], before.total]);
  });

  test("of what is not there, of nothing, or twice of one product are refused, and nothing is written", async () => {
    const [id, dim] = [newId(), await idOf("Desk lamp dim")];
    expect(await put(id, pin("torch", ["no-such-product"]))).toMatchObject({
      status: 422,
      body: { code: "search_rule.product_unknown", productId: "no-such-product" },
    });
    for (const wrong of [
      pin("torch", []),
      pin("torch", [dim, dim]),
      pin(" !!! ", [dim]),
      pin("x".repeat(10_000), [dim]),
    ])
      expect(refusal(await put(id, wrong))).toBe("422 request.invalid");
    expect((await list("pin")).filter((rule) => rule.id === id)).toEqual([]);
  });
});

describe("synonyms", () => {
  test("find what is called otherwise, in their language, one way or both", async () => {
    const draft = { kind: "synonym", scope: "en", words: ["zorple"], to: ["torch"], bothWays: false };
    const { before, after } = await preview("zorple", draft);
    expect(titles(before)).not.toContain("Pocket torch");
    expect(titles(after)[0]).toBe("Pocket torch");
    const id = newId();
    expect((await put(id, { ...draft, version: 0 })).body).toMatchObject({ id, version: 1, words: ["zorple"] });
    expect(titles((await ask<Found>("/api/search?market=en-us&q=zorple")).body)[0]).toBe("Pocket torch");
    expect(await list("synonym", "de")).toEqual([]);
    expect(await list("synonym", "en")).toHaveLength(1);
  });
});

describe("redirects", () => {
  test("lead to a page of the store, kept without host and market; never elsewhere, nor to what is not there", async () => {
    const redirect = (path: string) => ({
      kind: "redirect",
      scope: "de-de",
      query: `to ${path.slice(0, 60)}`,
      path,
      version: 0,
    });
    const saved = await put(newId(), redirect("/de-de/categories/lampen?sort=newest"));
    expect(saved.body).toMatchObject({ path: "/categories/lampen?sort=newest" });
    for (const path of [
      "https://evil.example/",
      "//evil.example",
      "/admin",
      "/categories/nothing",
      "/products/nothing",
      "/brands/nothing",
      "/collections/nothing",
    ])
      expect(refusal(await put(newId(), redirect(path))), path).toBe("422 search_rule.page_unknown");
    const { after } = await preview("to /de-de/categories/lampen?sort=newest", null, newId(), "de-de");
    expect(after.redirect).toBe("/categories/lampen?sort=newest");
  });
});

describe("a rule", () => {
  test("sent again changes nothing; over somebody else's change, or in another one's place, it is refused", async () => {
    const [id, gnome, dim] = [newId(), await idOf("Garden gnome"), await idOf("Desk lamp dim")];
    const first = await put(id, pin("gnome", [gnome]));
    expect((await put(id, pin("gnome", [gnome]))).body).toEqual(first.body);
    expect(await put(id, pin("gnome", [dim]))).toMatchObject({
      status: 409,
      body: { code: "search_rule.changed_meanwhile", version: 1 },
    });
    expect(await put(newId(), pin("GNOME.", [dim]))).toMatchObject({
      status: 409,
      body: { code: "search_rule.taken", id },
    });
    expect((await put(id, pin("gnome", [dim], { version: 1 }))).body).toMatchObject({ version: 2, productIds: [dim] });
  });

  test("made by two at once is made by one", async () => {
    const [gnome, dim] = [await idOf("Garden gnome"), await idOf("Desk lamp dim")];
    const answers = await Promise.all([put(newId(), pin("both", [gnome])), put(newId(), pin("both", [dim]))]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test("is gone once it is deleted, and a second time there is nothing to delete", async () => {
    const id = newId();
    await put(id, pin("goner", [await idOf("Garden gnome")]));
    const remove = (version: number) => askAsStaff("DELETE", `/api/admin/search/rules/${id}?version=${version}`);
    expect(refusal(await remove(9))).toBe("409 search_rule.changed_meanwhile");
    expect((await remove(1)).status).toBe(204);
    expect(refusal(await remove(1))).toBe("404 search_rule.unknown");
    expect(titles((await preview("goner", null)).after)).toEqual([]);
  });

  test("beyond as many as may be is refused", async () => {
    const rows = JSON.stringify(Array.from({ length: RULES_MAX }, (_, index) => index));
    await env.CATALOG.prepare(
      `INSERT INTO search_rules (id, kind, scope, key, body, version, updated_at_ms)
       SELECT 'many-' || value, 'redirect', 'ar-ae', 'key ' || value, '{}', 1, 0 FROM json_each(?)`,
    )
      .bind(rows)
      .run();
    const one = { kind: "redirect", scope: "ar-ae", query: "one more", path: "/returns", version: 0 };
    expect(refusal(await put(newId(), one))).toBe("409 search_rule.too_many");
    await env.CATALOG.prepare("DELETE FROM search_rules WHERE id LIKE 'many-%'").run();
  });
});

test("what holds is read anew within half a minute, and not for each search", async () => {
  const world = newTestWorld();
  const market = marketOf("en-gb");
  if (!market) throw new Error("There is a British market");
  const by = { id: "staff", name: "Robin Example", email: "robin@shop.example", role: "staff" } as never;
  expect((await readSearchRules(world, market)).redirectOf("help")).toBeNull();
  // Another isolate wrote it: this one's memory does not know.
  await env.CATALOG.prepare(`INSERT INTO search_rules VALUES ('elsewhere', 'redirect', 'en-gb', 'help', ?, 1, 0)`)
    .bind(JSON.stringify({ kind: "redirect", scope: "en-gb", query: "help", path: "/returns" }))
    .run();
  expect((await readSearchRules(world, market)).redirectOf("help")).toBeNull();
  world.clock.aheadMs += RULES_KEPT_MS;
  expect((await readSearchRules(world, market)).redirectOf("help")).toBe("/returns");
  const moved = {
    id: "elsewhere",
    kind: "redirect",
    scope: "en-gb",
    query: "help",
    path: "/about",
    version: 1,
  } as const;
  expect((await saveRule(world, moved, by)).ok).toBe(true);
  expect((await readSearchRules(world, market)).redirectOf("help"), "its own change it knows at once").toBe("/about");
  await world.settled();
});
