/** A step of an import that dies at any call that changes something, before or after it: the import ends as if it had not. */
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { readLevels } from "../../worker/inventory/stock-flow.ts";
import type { ImportedProductInput } from "../../worker/transfer/imported-product.ts";
import { advanceRun } from "../../worker/transfer/run-import-flow.ts";
import { dyingWorld, FIRST_KILL, KILL_STRIDE, wasKilled } from "../support/dying-world.ts";
import { importedId, RUNS, restOf, stagedRun, statusOfProduct, stepRun, wholeRun } from "../support/import-runs.ts";
import { askAsStaff, importedProduct, inWorld } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const LONG = { timeout: 300_000 };
const CALLS_MAX = 80;
const STEPS_MAX = 40;
const skuOf = ({ variants }: ImportedProductInput) => variants[0]?.sku ?? "";
const units = (product: ImportedProductInput) =>
  inWorld(async (world) => {
    const read = await readLevels(world, skuOf(product));
    return read.ok && read.value.available;
  });
const with12 = (product: ImportedProductInput): ImportedProductInput => ({
  ...product,
  variants: product.variants.map((variant) => ({ ...variant, quantity: 12 })),
});
const reportOf = async (id: string) =>
  (await askAsStaff<string>("GET", `${RUNS}/${id}/report`)).body.split("\r\n").slice(1, -1);

const stored = async (products: readonly ImportedProductInput[]) =>
  expect((await askAsStaff("POST", "/api/admin/imports", { products })).status).toBe(200);

/** Drives a run in a world that dies at its n-th change; false once it lived through all of them. */
async function diesAt(id: string, calls: number, when: "before" | "after"): Promise<boolean> {
  const own = newTestWorld(0);
  const dying = dyingWorld(own, calls, when);
  for (let steps = 0; steps < STEPS_MAX; steps += 1) {
    const isAtRest = await advanceRun(dying, id).then(
      (advanced) => advanced.ok && advanced.value.state !== "applying" && advanced.value.state !== "checking",
      (error: unknown) => {
        expect(wasKilled(error), String(error)).toBe(true);
        return true;
      },
    );
    if (isAtRest) break;
  }
  await own.settled();
  return dying.over;
}

/** Once for each call there is (on one day every other, the next day the rest), each with a run of its own. */
async function killEach(begin: () => Promise<{ id: string; look(killed: string): Promise<void> }>): Promise<void> {
  for (const when of ["before", "after"] as const) {
    let isKilled = true;
    for (let calls = FIRST_KILL; isKilled; calls += KILL_STRIDE) {
      expect(calls).toBeLessThan(CALLS_MAX);
      const { id, look } = await begin();
      isKilled = await diesAt(id, calls, when);
      await look(`killed ${when} call ${calls}`);
    }
  }
}

/** Two that are here already: what is to be one of them with a variant of the other's is refused. */
async function twoKnown() {
  const [known, own] = [importedProduct(), importedProduct()];
  await stored([known, own]);
  return { known, bad: { ...own, variants: known.variants } };
}
const why = (known: ImportedProductInput) => `${skuOf(known)} belongs to the product ${importedId(known)}`;

describe("one bad product among good ones", () => {
  test("refuses all of the file, whenever the check dies, and is told once", LONG, async () => {
    const { known, bad } = await twoKnown();
    await killEach(async () => {
      const [one, other, last] = [importedProduct(), importedProduct(), importedProduct()];
      const id = await stagedRun([{ products: [one] }, { products: [other, bad] }, { products: [last] }]);
      return {
        id,
        look: async (killed) => {
          const { state, problems, counts } = await restOf(id);
          expect([state, problems], killed).toEqual(["refused", [{ row: 103, column: "sku", why: why(known) }]]);
          expect(counts.refused, killed).toBe(1);
          expect(await reportOf(id), killed).toEqual([`103,sku,${why(known)}`]);
          for (const product of [one, other, last])
            expect(await statusOfProduct(importedId(product)), killed).toBeNull();
        },
      };
    });
  });

  test("is left out where it may be, whenever a step dies, and is told once", LONG, async () => {
    const { known, bad } = await twoKnown();
    await killEach(async () => {
      const [one, other] = [importedProduct(), importedProduct()];
      const id = await stagedRun([{ products: [one, bad] }, { products: [other] }], { skipBad: true });
      return {
        id,
        look: async (killed) => {
          const { state, problems, counts } = await restOf(id);
          expect([state, problems], killed).toEqual(["done", [{ row: 3, column: "sku", why: why(known) }]]);
          expect(counts, killed).toMatchObject({ products: 3, created: 2, refused: 1 });
          expect(await reportOf(id), killed).toEqual([`3,sku,${why(known)}`]);
        },
      };
    });
  });
});

/** A checked run whose second product is bad by now: somebody else took its new SKU. Both are here already, with five units. */
async function lateRun(settings: { skipBad?: boolean }) {
  const [good, late, thief] = [importedProduct(), importedProduct(), importedProduct()];
  const spare = { sku: `${skuOf(thief)}-XL`, options: { Size: "XL" }, prices: {} };
  const taken = { ...spare, sku: `TAKEN-${skuOf(thief)}` };
  await stored([good, late, { ...thief, variants: [...thief.variants, spare] } as ImportedProductInput]);
  const wanted = { ...with12(late), variants: [...with12(late).variants, taken] } as ImportedProductInput;
  const id = await stagedRun([{ products: [with12(good)] }, { products: [wanted, importedProduct()] }], settings);
  for (let steps = 0; steps < 3; steps += 1) await stepRun(id);
  await env.CATALOG.prepare("UPDATE variants SET sku = ? WHERE sku = ?").bind(taken.sku, spare.sku).run();
  return { id, good, late, told: `${taken.sku} belongs to the product ${importedId(thief)}` };
}

describe("a product that is refused only while it is applied", () => {
  test("takes all of the run back, whenever a step dies, and is told once", LONG, () =>
    killEach(async () => {
      const { id, good, late, told } = await lateRun({});
      return {
        id,
        look: async (killed) => {
          const { state, problems, counts, leftAlone, undone } = await restOf(id);
          expect([state, problems, leftAlone], killed).toEqual([
            "refused",
            [{ row: 102, column: "sku", why: told }],
            [],
          ]);
          expect([counts.created, counts.updated, undone], killed).toEqual([0, 0, 1]);
          expect(await reportOf(id), killed).toEqual([`102,sku,${told}`]);
          expect([await units(good), await units(late)], killed).toEqual([5, 5]);
        },
      };
    }),
  );

  test("is left out where it may be, whenever a step dies, and is told once", LONG, () =>
    killEach(async () => {
      const { id, good, late, told } = await lateRun({ skipBad: true });
      return {
        id,
        look: async (killed) => {
          const { state, problems, counts } = await restOf(id);
          expect([state, problems], killed).toEqual(["done", [{ row: 102, column: "sku", why: told }]]);
          expect(counts, killed).toMatchObject({ products: 3, created: 1, updated: 1, refused: 1 });
          expect(await reportOf(id), killed).toEqual([`102,sku,${told}`]);
          expect([await units(good), await units(late)], killed).toEqual([12, 5]);
        },
      };
    }),
  );
});

test("an undo that dies at any call takes back all there is, and counts each product once", LONG, async () => {
  const products = [importedProduct(), importedProduct()];
  for (const when of ["before", "after"] as const) {
    let isKilled = true;
    for (let calls = FIRST_KILL; isKilled; calls += KILL_STRIDE) {
      const { id } = await wholeRun([{ products }]);
      await askAsStaff("POST", `${RUNS}/${id}/undo`);
      const own = newTestWorld(0);
      const dying = dyingWorld(own, calls, when);
      for (let steps = 0; steps < STEPS_MAX && !dying.over; steps += 1) {
        const { state } = (await advanceRun(dying, id).catch(() => null))?.ok ? await shown(id) : { state: "killed" };
        if (state === "undone") break;
      }
      await own.settled();
      isKilled = dying.over;
      const { state, undone, leftAlone } = await restOf(id);
      expect([state, undone, leftAlone], `killed ${when} call ${calls}`).toEqual(["undone", 2, []]);
    }
  }
});
const shown = async (id: string) => (await askAsStaff<{ state: string }>("GET", `${RUNS}/${id}`)).body;
