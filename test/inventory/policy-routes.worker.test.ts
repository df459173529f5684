/** How staff sets stock policies and bundles over HTTP, and what becomes of a save that is cut off. */
import { beforeAll, describe, expect, test } from "vitest";
import { listAudit } from "../../worker/admin/audit-store.ts";
import { followPolicy } from "../../worker/inventory/apply-policy-flow.ts";
import { listOffers } from "../../worker/inventory/offer-store.ts";
import { projectStock } from "../../worker/inventory/project-stock-flow.ts";
import { adjustStock, readLevels } from "../../worker/inventory/stock-flow.ts";
import { askPolicy, backorder, inDays } from "../support/policies.ts";
import { ask, askAsStaff, importedProduct, importNow, inWorld, refusal } from "../support/store-client.ts";
import { newTestWorld } from "../support/test-world.ts";

const pathOf = (sku: string) => `/api/admin/stock/${sku}/policy`;
const BUNDLE = "/api/admin/products/test-set/bundles/SET";
const NONE = {
  version: 0,
  tracked: true,
  whenOut: "deny",
  promiseMax: 0,
  promisedAtMs: null,
  safetyStock: { everywhere: 0, markets: {} },
  orderMax: null,
  buyerMax: null,
  buckets: 0,
};
const save = (sku: string, change: object) => askAsStaff("PUT", pathOf(sku), { ...NONE, ...change });
const put = (body: unknown) => ({
  method: "PUT",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});
const one = (externalId: string, sku: string, quantity: number) =>
  importedProduct({ externalId, variants: [{ sku, quantity, prices: { USD: { amountMinor: 10_000 } } }] });

beforeAll(async () => {
  await importNow([one("vase", "VASE", 2), one("bowl", "BOWL", 9), one("jar", "JAR", 9), one("set", "SET", 0)]);
});

describe("a policy over HTTP", () => {
  test("is the default until it is saved, whole, once for each version, and is on record", async () => {
    expect((await askAsStaff("GET", pathOf("VASE"))).body).toEqual({ ...NONE, splitBy: null });
    const change = { whenOut: "backorder", promiseMax: 4, promisedAtMs: inDays(9), orderMax: 3 };
    const saved = await save("VASE", change);
    expect(saved).toMatchObject({ status: 200, body: { ...NONE, ...change, version: 1, splitBy: null } });
    expect(await save("VASE", change), "the same again changes nothing").toMatchObject({ body: { version: 1 } });
    expect(refusal(await save("VASE", { orderMax: 5 }))).toBe("409 stock.policy_changed_meanwhile");
    const audit = await inWorld((world) => listAudit(world, { subject: "sku:VASE", limit: 5 }));
    expect(audit).toMatchObject([
      { action: "stock.policy_saved", before: { whenOut: "deny" }, after: { promiseMax: 4 } },
    ]);
  });

  test("of two at once only one is saved", async () => {
    const ends = await Promise.all([save("BOWL", { orderMax: 2 }), save("BOWL", { orderMax: 3 })]);
    expect(ends.map(({ status }) => status).toSorted()).toEqual([200, 409]);
  });

  test("is refused where it is wrong, with the places", async () => {
    const wrong = await save("JAR", { whenOut: "preorder", buckets: 3, promisedAtMs: 5 });
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: "request.invalid", at: [{ path: "promiseMax" }, { path: "promisedAtMs" }, { path: "buckets" }] },
    });
    expect(refusal(await save("JAR", { orderMax: 0 }))).toBe("422 request.invalid");
    expect(refusal(await save("JAR", { safetyStock: { everywhere: 0, markets: { "xx-xx": 1 } } }))).toBe(
      "422 request.invalid",
    );
    expect(refusal(await save("NO-SUCH", {}))).toBe("404 stock.sku_unknown");
    expect(refusal(await askAsStaff("GET", pathOf("NO-SUCH")))).toBe("404 stock.sku_unknown");
    expect(refusal(await ask(pathOf("JAR")))).toBe("401 access.sign_in_needed");
    expect(refusal(await ask(pathOf("JAR"), put(NONE)))).toBe("401 access.sign_in_needed");
  });
});

describe("a bundle over HTTP", () => {
  test("is nothing, then what staff says, and nothing again", async () => {
    const parts = [
      { sku: "BOWL", quantity: 2 },
      { sku: "JAR", quantity: 1 },
    ];
    expect((await askAsStaff("GET", BUNDLE)).body).toEqual({ sku: "SET", version: 1, components: [] });
    const saved = await askAsStaff("PUT", BUNDLE, { version: 1, components: parts });
    expect(saved).toMatchObject({ status: 200, body: { version: 2, components: parts } });
    expect((await askAsStaff("GET", BUNDLE)).body).toEqual({ sku: "SET", version: 2, components: parts });
    expect(refusal(await askAsStaff("PUT", BUNDLE, { version: 1, components: [] }))).toBe(
      "409 product.changed_meanwhile",
    );
    const path = "/api/admin/products/test-bowl/bundles/BOWL";
    const nested = { version: 1, components: [{ sku: "JAR", quantity: 1 }] };
    expect(refusal(await askAsStaff("PUT", path, nested))).toBe("409 bundle.is_component");
    expect(await askAsStaff("PUT", BUNDLE, { version: 2, components: [] })).toMatchObject({ status: 200 });
    expect(refusal(await askAsStaff("PUT", path, nested))).toBe("409 bundle.has_units");
  });

  test("is refused of what is not there, and to who is not staff", async () => {
    const body = { version: 1, components: [] };
    expect(refusal(await askAsStaff("PUT", "/api/admin/products/no-such/bundles/SET", body))).toBe(
      "404 product.unknown",
    );
    expect(refusal(await askAsStaff("GET", "/api/admin/products/no-such/bundles/SET"))).toBe("404 product.unknown");
    expect(refusal(await askAsStaff("PUT", "/api/admin/products/test-jar/bundles/SET", body))).toBe(
      "404 stock.sku_unknown",
    );
    expect(refusal(await askAsStaff("GET", "/api/admin/products/test-jar/bundles/SET"))).toBe("404 stock.sku_unknown");
    expect(refusal(await askAsStaff("PUT", BUNDLE, { version: 1, components: [{ sku: "JAR", quantity: 0 }] }))).toBe(
      "422 request.invalid",
    );
    expect(refusal(await ask(BUNDLE, put(body)))).toBe("401 access.sign_in_needed");
  });
});

describe("a save that is cut off between the database and the object", () => {
  test("is made whole by its event, however often it comes", async () => {
    const world = newTestWorld();
    await adjustStock(world, { sku: "JAR", operationId: "opens", delta: -9, reason: "Broken", byId: "staff-1" });
    await projectStock(world, "JAR");
    const deaf = {
      ...world,
      stockOf: () => {
        throw new Error("moved house");
      },
    };
    await expect(askPolicy(deaf, "JAR", backorder(4))).rejects.toThrow("moved house");
    expect(await readLevels(world, "JAR")).toMatchObject({ value: { promisable: 0 } });
    for (let time = 0; time < 2; time += 1) await followPolicy(world, "JAR");
    expect(await readLevels(world, "JAR")).toMatchObject({ value: { promisable: 4 } });
    const offers = await listOffers(world.catalog, ["JAR"], "en-us");
    expect(offers.get("JAR")).toMatchObject({ here: 0, units: 4, promise: { kind: "backorder" } });
  });

  test("splits and joins what staff says in the same way", async () => {
    const world = newTestWorld();
    const { ok } = await askPolicy(world, "BOWL", { buckets: 4 });
    expect(ok).toBe(true);
    expect(await world.stockOf("BOWL").levels(), "before its first buyer").toMatchObject({ buckets: 4, number: 0 });
    await askPolicy(world, "BOWL", { buckets: 0 });
    await followPolicy(world, "BOWL");
    expect(await world.stockOf("BOWL").levels()).toMatchObject({ buckets: 0 });
    expect(await readLevels(world, "BOWL")).toMatchObject({ value: { available: 9 } });
  });
});
