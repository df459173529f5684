/** Where a category may stand in the tree. */
import { expect, test } from "vitest";
import { CATEGORY_DEPTH_MAX } from "../../worker/catalog/category.ts";
import { askAsStaff, refusal } from "../support/store-client.ts";

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
