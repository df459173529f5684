/** Attribute definitions, brands and collections that a file brought: taken back with the rest, and by no late driver made again. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { advanceRun } from "../../worker/transfer/run-import-flow.ts";
import { dyingWorld, FIRST_KILL, KILL_STRIDE } from "../support/dying-world.ts";
import { RUNS, restOf, stagedRun, stepRun, undoneRun, wholeRun } from "../support/import-runs.ts";
import { askAsStaff, importedProduct, inWorld } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const OWN = { format: "Meridian export" };
let made = 0;
/** A definition, a brand and a collection by a rule that names the brand. */
function partsOf() {
  made += 1;
  const [key, brand, shelf] = [`Depth${made}`, `maker-${made}`, `shelf-${made}`];
  const attribute = { productType: "", key, kind: "number", unit: "cm", shownUnits: {}, labels: { en: key } };
  const facts = { version: 0, facetable: true, required: true, position: 0 };
  const rule = { match: "all", conditions: [{ field: "brand", is: [brand] }] };
  const parts = [
    { attribute: { ...attribute, ...facts } },
    { brand: { id: brand, ask: { version: 0, slug: brand, name: `Maker ${made}` } } },
    { collection: { id: shelf, ask: { version: 0, rule, translations: { en: { slug: shelf, name: "Shelf" } } } } },
  ];
  return { parts, key, brand, shelf };
}
/** Whether each is archived; null where it is not there. */
const archived = async ({ key, brand, shelf }: ReturnType<typeof partsOf>) => {
  const one = async (sql: string, id: string) => {
    const found = await env.CATALOG.prepare(sql).bind(id).first<number>("archived");
    return found === null ? null : found === 1;
  };
  return Promise.all([
    one("SELECT archived FROM attribute_definitions WHERE key = ?", key),
    one("SELECT archived FROM brands WHERE id = ?", brand),
    one("SELECT archived FROM collections WHERE id = ?", shelf),
  ]);
};
const branded = (brand: string, over: Partial<ImportedProductInput> = {}) =>
  importedProduct({ brand: `Maker ${brand.slice(6)}`, ...over });

describe("what a file brings besides products", () => {
  test("is archived by an undo, and told where staff changed it or use it", async () => {
    const [plain, changed, used] = [partsOf(), partsOf(), partsOf()];
    const products = [plain, changed, used].map(({ brand }) => branded(brand));
    const parts = [plain, changed, used].flatMap((each) => each.parts);
    const done = await wholeRun([{ products, parts }], OWN);
    for (const each of [plain, changed, used]) expect(await archived(each)).toEqual([false, false, false]);
    const { body } = await askAsStaff<Record<string, unknown>>("GET", `/api/admin/brands/${changed.brand}`);
    const { slug, name } = body as { slug: string; name: string };
    const renamed = { version: 1, slug, name, aliases: ["Other"], translations: {} };
    expect((await askAsStaff("PUT", `/api/admin/brands/${changed.brand}`, renamed)).status).toBe(200);
    const attributes = [{ key: used.key, kind: "number" as const, value: 3, unit: "cm" }];
    await askAsStaff("POST", "/api/admin/imports", { products: [branded(used.brand, { attributes })] });
    const undone = await undoneRun(done.id);
    expect(await archived(plain)).toEqual([true, true, true]);
    expect(await archived(changed)).toEqual([true, false, true]);
    expect(await archived(used)).toEqual([false, false, true]);
    expect(undone.leftAlone).toEqual([
      { subject: `brand:${changed.brand}`, why: "it was changed since" },
      { subject: `brand:${used.brand}`, why: "something else uses it by now" },
      { subject: `attribute:/${used.key}`, why: "something else uses it by now" },
    ]);
    expect([undone.undone, undone.left]).toEqual([3, 3]);
  });

  test("is archived when a run is cancelled, and no driver that comes late makes any of it", async () => {
    const [here, late] = [partsOf(), partsOf()];
    const id = await stagedRun([{ parts: here.parts }, { parts: late.parts }], OWN);
    for (let steps = 0; steps < 4; steps += 1) await stepRun(id);
    let isCancelled = false;
    // The driver has looked what is there and is about to make it, when the run is cancelled and taken back.
    await inWorld(async (world) => {
      const catalog = new Proxy(world.catalog, {
        get(db, name) {
          const own = Reflect.get(db, name);
          if (name !== "batch") return own;
          return async (...args: Parameters<typeof db.batch>) => {
            if (args[0].length > 4 && !isCancelled) {
              isCancelled = true;
              await askAsStaff("POST", `${RUNS}/${id}/cancel`);
              expect((await restOf(id)).state).toBe("cancelled");
            }
            return db.batch(...args);
          };
        },
      });
      await advanceRun({ ...world, catalog }, id);
    });
    expect(isCancelled).toBe(true);
    expect([await archived(here), await archived(late)]).toEqual([
      [true, true, null],
      [null, null, null],
    ]);
  });

  test("is archived whole when its undo dies at any call", { timeout: 300_000 }, async () => {
    for (const when of ["before", "after"] as const) {
      let isKilled = true;
      for (let calls = FIRST_KILL; isKilled; calls += KILL_STRIDE) {
        const own = partsOf();
        const { id } = await wholeRun([{ parts: own.parts }], OWN);
        await askAsStaff("POST", `${RUNS}/${id}/undo`);
        const world = newTestWorld(0);
        const dying = dyingWorld(world, calls, when);
        for (let steps = 0; steps < 10 && !dying.over; steps += 1) await advanceRun(dying, id).catch(() => undefined);
        await world.settled();
        isKilled = dying.over;
        const undone = await restOf(id);
        expect([undone.state, undone.leftAlone], `killed ${when} call ${calls}`).toEqual(["undone", []]);
        expect(await archived(own), `killed ${when} call ${calls}`).toEqual([true, true, true]);
      }
    }
  });
});
