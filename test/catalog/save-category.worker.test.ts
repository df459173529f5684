/** Where a category may stand in the tree. */
import { expect, test } from "vitest";
import { CATEGORY_DEPTH_MAX } from "../../worker/catalog/category.ts";
import { readCategoryBySlug } from "../../worker/catalog/category-store.ts";
import { ask, askAsStaff, inWorld, refusal } from "../support/store-client.ts";

const put = (id: string, parentId: string | null) =>
  askAsStaff("PUT", `/api/admin/categories/${id}`, {
    parentId,
    position: 0,
    imageKey: null,
    translations: { en: { slug: id, name: id, description: "" } },
  });

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
