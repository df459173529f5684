/** Staff join a brand with another as they know it: by its name, its address or its id. */
import { describe, expect, test } from "vitest";
import { brandEntry, postBrand } from "../../site/forms/goods/brand-form.ts";
import { readBrand } from "../../worker/catalog/groups/brand-store.ts";
import { askAsStaff, inWorld } from "../support/store-client.ts";

const by = { id: "staff", name: "Robin Example", email: "", role: "staff" as const, market: "en-us" as const };
type Page = Parameters<typeof postBrand>[0];

async function made(id: string, name: string, slug: string): Promise<void> {
  const brand = { version: 0, name, slug, aliases: [], logoKey: null, translations: {} };
  expect((await askAsStaff("PUT", `/api/admin/brands/${id}`, brand)).status).toBeLessThan(300);
}

/** Where the form leads, or what is wrong at its field. */
const merged = (id: string, into: string) =>
  inWorld(async (world) => {
    const body = new URLSearchParams({ intent: "merge", into });
    const page = {
      request: new Request(`http://store.test/admin/brands/${id}`, { method: "POST", body }),
      locals: { world },
      redirect: (to: string, status: number) => new Response(null, { status, headers: { location: to } }),
    } as unknown as Page;
    const brand = await readBrand(world.catalog, id);
    const answer = await postBrand(page, id, brand, by);
    if (answer instanceof Response) return answer.headers.get("location");
    expect(brandEntry(brand).sent("name")).toBe(answer.sent("name"));
    return { at: answer.faults.into?.key, typed: answer.sent("into") };
  });

describe("the other brand", () => {
  test.each([
    ["its name, however it is written", "quay", "  quay   WORKS "],
    ["its address", "pier", "pier-works"],
    ["its id", "dock", "b-dock"],
  ])("is known by %s", async (_, name, typed) => {
    await made(`b-${name}`, `${name} works`, `${name}-works`);
    await made(`b-${name}-old`, `${name} workes`, `${name}-workes`);
    expect(await merged(`b-${name}-old`, typed)).toBe(`/admin/brands/b-${name}?done=saved`);
    const old = await inWorld((world) => readBrand(world.catalog, `b-${name}-old`));
    expect(old).toMatchObject({ mergedInto: `b-${name}` });
  });

  test("that is none, or the same, is refused, and what was typed stays", async () => {
    await made("b-harbor", "Harbor Works", "harbor-works");
    for (const typed of ["Nobody’s", "Harbor Works", ""])
      expect(await merged("b-harbor", typed)).toEqual({ at: "goods.fault.brandUnknown", typed });
  });
});
