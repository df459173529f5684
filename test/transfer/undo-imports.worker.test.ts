/** What holds up an undo and what does not, and that its counts are what was done. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { fetchPictures } from "../../worker/catalog/pictures/fetch-pictures-flow.ts";
import { pictureFetcherOf } from "../../worker/catalog/pictures/picture-fetch-client.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { deadAfterBatch } from "../support/dying-world.ts";
import {
  importedId,
  restOf,
  stagedRun,
  statusOfProduct,
  stepRun,
  undoneRun,
  wholeRun,
} from "../support/import-runs.ts";
import { pngOf } from "../support/png.ts";
import { askAsStaff, importedProduct, inWorld } from "../support/store-client.ts";

/** Another site, which has every picture it is asked for. */
const fetchPicture = pictureFetcherOf(
  (async (address: RequestInfo | URL) => new Response(pngOf(60, 40, String(address).length))) as typeof fetch,
);
const fetched = (product: ImportedProductInput) =>
  inWorld((world) => fetchPictures(world, importedId(product), true), { fetchPicture });
const pictured = (name: string, over: Partial<ImportedProductInput> = {}) =>
  importedProduct({
    media: [{ key: null, sourceUrl: `https://pictures.example.com/${name}.png`, alt: {} }],
    ...over,
  });
const factsOf = (product: ImportedProductInput) =>
  env.CATALOG.prepare("SELECT brand, version, media FROM products WHERE id = ?")
    .bind(importedId(product))
    .first<{ brand: string; version: number; media: string }>();

describe("pictures that the store fetched after an import", () => {
  test("hold up no undo: what it made is archived, what it changed is as it was", async () => {
    const [old, fresh] = [importedProduct(), pictured("fresh")];
    await wholeRun([{ products: [old] }]);
    const changed = pictured("changed", { ...old, brand: "Comet" });
    const done = await wholeRun([{ products: [{ ...changed, media: pictured("changed").media ?? [] }, fresh] }]);
    for (const product of [old, fresh]) await fetched(product);
    expect([(await factsOf(old))?.version, (await factsOf(fresh))?.version]).toEqual([3, 2]);
    const undone = await undoneRun(done.id);
    expect([undone.state, undone.leftAlone, undone.undone, undone.left]).toEqual(["undone", [], 2, 0]);
    expect([await factsOf(old), await statusOfProduct(importedId(fresh))]).toEqual([
      { brand: "Orbit", version: 4, media: "[]" },
      "archived",
    ]);
  });

  test("hold up no run that is cancelled while they come", async () => {
    const [first, late] = [pictured("early"), pictured("late")];
    const id = await stagedRun([{ products: [first] }, { products: [late] }]);
    for (let steps = 0; steps < 4; steps += 1) await stepRun(id);
    await fetched(first);
    await askAsStaff("POST", `/api/admin/import-runs/${id}/cancel`);
    const ended = await restOf(id);
    expect([ended.state, ended.leftAlone, ended.undone]).toEqual(["cancelled", [], 1]);
    expect(await statusOfProduct(importedId(first))).toBe("archived");
  });

  test("keep no product from being linked to the others of its file, nor from coming back after an undo", async () => {
    const [one, other] = [pictured("one"), pictured("other")];
    const linked = { ...one, relatedIds: [importedId(other)] };
    const id = await stagedRun([{ products: [linked, other] }], { format: "Meridian export" });
    for (let steps = 0; steps < 3; steps += 1) await stepRun(id);
    await fetched(one);
    const done = await restOf(id);
    const related = await env.CATALOG.prepare("SELECT related_id FROM related_products WHERE product_id = ?")
      .bind(importedId(one))
      .first("related_id");
    expect([done.notes, related]).toEqual([[], importedId(other)]);
    await fetched(other);
    expect((await undoneRun(id)).undone).toBe(2);
    await fetched(one);
    await wholeRun([{ products: [linked, other] }], { format: "Meridian export" });
    expect([await statusOfProduct(importedId(one)), await statusOfProduct(importedId(other))]).toEqual([
      "published",
      "published",
    ]);
  });

  test("do not hide that staff changed the product as well", async () => {
    const product = pictured("staffs");
    const done = await wholeRun([{ products: [product] }]);
    await fetched(product);
    await askAsStaff("PATCH", `/api/admin/products/${importedId(product)}`, { version: 2, brand: "By hand" });
    const undone = await undoneRun(done.id);
    expect([undone.undone, undone.left, undone.leftAlone]).toEqual([
      0,
      1,
      [{ subject: `product:${importedId(product)}`, why: "it was changed since" }],
    ]);
  });
});

describe("the counts of an undo", () => {
  test("say how many were taken back and how many were left alone, also of more than are named", async () => {
    const products = Array.from({ length: 100 }, () => importedProduct());
    const more = Array.from({ length: 100 }, () => importedProduct());
    const few = Array.from({ length: 10 }, () => importedProduct());
    const done = await wholeRun([{ products }, { products: more }, { products: few }]);
    // Staff changed all but five since.
    const kept = few.slice(0, 5).map(importedId);
    await env.CATALOG.prepare(
      `INSERT INTO product_version_parts (product_id, part, last_version, content, bytes)
       SELECT product_id, 'facts', 1, '{}', 2 FROM import_changes WHERE run_id = ? AND product_id NOT IN (SELECT value FROM json_each(?))`,
    )
      .bind(done.id, JSON.stringify(kept))
      .run();
    const undone = await undoneRun(done.id);
    expect([undone.undone, undone.left, undone.leftAlone.length]).toEqual([5, 205, 200]);
  });

  test("are true where two drive it at once, and where a step was killed after it had written", async () => {
    const products = Array.from({ length: 60 }, () => importedProduct());
    const done = await wholeRun([{ products }]);
    await askAsStaff("POST", `/api/admin/import-runs/${done.id}/undo`);
    const { advanceRun } = await import("../../worker/transfer/run-import-flow.ts");
    const dies = inWorld((world) => advanceRun(deadAfterBatch(world), done.id));
    await expect(dies).rejects.toThrow("killed");
    await Promise.all([restOf(done.id), restOf(done.id)]);
    const undone = (await stepRun(done.id)).body;
    expect([undone.state, undone.undone, undone.left, undone.leftAlone]).toEqual(["undone", 60, 0, []]);
  });
});
