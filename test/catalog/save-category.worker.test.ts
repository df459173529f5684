/** Where a category may stand in the tree. */
import { env } from "cloudflare:workers";
import { expect, test } from "vitest";
import { CATEGORY_DEPTH_MAX } from "../../worker/catalog/category.ts";
import { readCategoryBySlug, readCategoryRows } from "../../worker/catalog/category-store.ts";
import { followCategory } from "../../worker/catalog/follow-category-flow.ts";
import { moveCategory } from "../../worker/catalog/move-category-flow.ts";
import { saveCategory } from "../../worker/catalog/save-category-flow.ts";
import type { StoreEvent } from "../../worker/events/event.ts";
import { ask, askAsStaff, importedProduct, inWorld, refusal } from "../support/store-client.ts";

const put = (id: string, parentId: string | null) =>
  askAsStaff("PUT", `/api/admin/categories/${id}`, {
    parentId,
    position: 0,
    imageKey: null,
    translations: { en: { slug: id, name: id, description: "" } },
  });

const BY = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };

/** A chain of categories, each below the one before. */
async function chain(name: string, levels: number): Promise<void> {
  for (let level = 1; level <= levels; level += 1)
    expect((await put(`${name}-${level}`, level === 1 ? null : `${name}-${level - 1}`)).status).toBe(200);
}

test("the tree is as deep as it may be, and no deeper", async () => {
  await chain("deep", CATEGORY_DEPTH_MAX);
  expect(refusal(await put("deeper", `deep-${CATEGORY_DEPTH_MAX}`))).toBe("422 category.parent_wrong");
});

test("a category is not moved to where what is below it would be too deep, nor below itself", async () => {
  await chain("host", CATEGORY_DEPTH_MAX - 1);
  await chain("guest", 3);
  expect(refusal(await put("guest-1", `host-${CATEGORY_DEPTH_MAX - 2}`))).toBe("422 category.parent_wrong");
  expect((await put("guest-1", `host-${CATEGORY_DEPTH_MAX - 3}`)).status).toBe(200);
  expect(refusal(await put("guest-1", "guest-3"))).toBe("422 category.parent_wrong");
  expect(refusal(await put("guest-1", "guest-1"))).toBe("422 category.parent_wrong");
  expect(refusal(await put("guest-1", "nowhere"))).toBe("422 category.parent_wrong");
});

test("a category moves among its siblings by one write, those that were all imported with one number too", async () => {
  const SIBLINGS = ["north", "south", "west", "east"];
  await put("points", null);
  for (const id of SIBLINGS) await put(id, "points");
  const rows = () =>
    inWorld(async (world) => (await readCategoryRows(world.catalog)).rows.filter((row) => row.parentId === "points"));
  const order = async () =>
    (await rows()).toSorted((a, b) => a.position - b.position || (a.id < b.id ? -1 : 1)).map(({ id }) => id);
  const move = (id: string, way: "earlier" | "later") => inWorld((world) => moveCategory(world, { id, way }, BY));
  expect(await order()).toEqual(["east", "north", "south", "west"]);
  await move("west", "earlier");
  expect(await order()).toEqual(["east", "north", "west", "south"]);
  await move("east", "later");
  expect(await order()).toEqual(["north", "east", "west", "south"]);
  // Over and over, until there is no number left between two.
  for (let turn = 0; turn < 12; turn += 1) {
    const last = (await order()).at(-1) ?? "";
    await move(last, "earlier");
    await move(last, "earlier");
    expect((await order()).indexOf(last), `turn ${turn}`).toBe(1);
  }
  expect((await move("nowhere", "later")).ok).toBe(false);
  const north = (await rows()).find(({ id }) => id === "north");
  expect(north?.version, "who did not move has no version of it").toBe(1);
  const first = (await order())[0] ?? "";
  expect((await move(first, "earlier")).ok, "the first stays the first").toBe(true);
  expect((await order())[0]).toBe(first);
});

test("an address that a category gave up leads to it, until another takes it; what search engines are shown is its own", async () => {
  const put = (id: string, slug: string, seoTitle = "") =>
    askAsStaff("PUT", `/api/admin/categories/${id}`, { translations: { en: { slug, name: "Chairs", seoTitle } } });
  await put("chairs", "chairs");
  await put("chairs", "seats", "Chairs to sit on");
  await put("chairs", "stools");
  const found = async (slug: string) => (await ask(`/api/products?market=en-us&category=${slug}`)).status;
  expect([await found("chairs"), await found("seats"), await found("stools")]).toEqual([200, 200, 200]);
  const bySlug = (slug: string) => inWorld(async (world) => (await readCategoryBySlug(world, "en", slug))?.category.id);
  expect([await bySlug("seats"), await bySlug("stools")]).toEqual(["chairs", "chairs"]);
  await put("benches", "seats", "Benches for gardens");
  expect(await bySlug("seats")).toBe("benches");
  const { body } = await ask<{ items: { id: string; seoTitle: string }[] }>("/api/categories?market=en-us");
  expect(body.items.find(({ id }) => id === "benches")).toMatchObject({ seoTitle: "Benches for gardens" });
});

test("a category's products follow it in the batch of its change and in messages, each told once and with a version that says why", async () => {
  await put("crowd", null);
  await put("crowd-below", "crowd");
  const many = Array.from({ length: 230 }, (_, index) => `crowd-${String(index).padStart(3, "0")}`);
  for (let start = 0; start < many.length; start += 50) {
    const products = many
      .slice(start, start + 50)
      .map((externalId) => importedProduct({ externalId, categoryIds: ["crowd-below"] }));
    expect((await askAsStaff("POST", "/api/admin/imports", { products })).status).toBe(200);
  }
  await put("hall", null);
  const sent: StoreEvent[] = [];
  const send = async (events: readonly StoreEvent[]) => void sent.push(...events);
  const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
  const translations = {
    en: { slug: "crowd-below", name: "Moved", description: "", seoTitle: "", seoDescription: "" },
  };
  const ask = { parentId: "hall", position: 0, imageKey: null, translations };
  expect((await inWorld((world) => saveCategory(world, "crowd-below", ask, by), { send })).ok).toBe(true);
  const inHall = () =>
    env.CATALOG.prepare("SELECT count(*) AS n FROM product_categories WHERE category_id = 'hall'").first<number>("n");
  expect(await inHall()).toBe(100);
  for (let read = 0; read < sent.length; read += 1) {
    const event = sent[read];
    if (event?.kind === "category.changed") await inWorld((world) => followCategory(world, event.payload), { send });
  }
  expect(await inHall()).toBe(230);
  const told = sent.flatMap((event) => (event.kind === "products.changed" ? event.payload.productIds : []));
  expect(told.toSorted()).toEqual(many.map((id) => `test-${id}`));
  const { body } = await askAsStaff<{ items: object[] }>("GET", "/api/admin/products/test-crowd-229/versions");
  expect(body.items[0]).toMatchObject({ version: 2, source: "schedule", note: "category:crowd-below" });
});
