/** What staff does with stock, killed at each step and asked for again: done once, and on record once. */
import { afterAll, beforeEach, expect, test } from "vitest";
import { sweepAudits } from "../../worker/admin/pending-audit-store.ts";
import type { Viewer } from "../../worker/customers/viewer.ts";
import { moveStock, type StockMove } from "../../worker/inventory/move-stock-flow.ts";
import { addLocation, saveLocation } from "../../worker/inventory/save-location-flow.ts";
import type { World } from "../../worker/world.ts";
import { assertStockConserved } from "../support/assert-stock-conserved.ts";
import { dyingWorld, wasKilled } from "../support/dying-world.ts";
import { newTestWorld } from "../support/test-world.ts";
import { sellSku } from "./sell-sku.ts";
import { auditOf, forgetLocations } from "./staff-asks.ts";

const world = newTestWorld();
const by: Viewer = { id: "staff-1", name: "Robin Example", email: "robin@example.com", role: "staff", market: "en-us" };
const ROTTERDAM = {
  ...{ id: "rotterdam", name: "Rotterdam", country: "NL", priority: 10, active: true },
  ...{ timeZone: "Europe/Amsterdam", cutOffMinutes: 900, handlingDays: 1, pickup: null },
};
const STEPS_MAX = 40;
beforeEach(forgetLocations);
afterAll(forgetLocations);

type Make = (operationId: string) => StockMove;
const MOVES: Record<string, Make> = {
  receive: (operationId) => ({ kind: "receive", operationId, account: "rotterdam", quantity: 5 }),
  return: (operationId) => ({ kind: "return", operationId, quantity: 2 }),
  count: (operationId) => ({ kind: "count", operationId, counted: 7 }),
  adjust: (operationId) => ({ kind: "adjust", operationId, delta: -1, reason: "damaged", note: "" }),
  send: (operationId) => ({ kind: "send", operationId, from: "main", to: "rotterdam", quantity: 3 }),
  arrive: (operationId) => ({ kind: "arrive", operationId, transferId: "under-way", quantity: 1 }),
  lose: (operationId) => ({ kind: "lose", operationId, transferId: "under-way" }),
};

test.each(Object.entries(MOVES))("%s: killed anywhere, and asked for again", async (_, make) => {
  await addLocation(world, ROTTERDAM, by);
  for (const when of ["before", "after"] as const)
    for (let calls = 1; ; calls += 1) {
      expect(calls).toBeLessThan(STEPS_MAX);
      const sku = `KILL-${crypto.randomUUID()}`;
      await sellSku(sku, 10);
      const first = { kind: "send", operationId: "under-way", from: "main", to: "rotterdam", quantity: 2 } as const;
      await moveStock(world, { sku, by, move: first });
      const ask = { sku, by, move: make("the-move") };
      const dying = dyingWorld(world, calls, when);
      const died = await moveStock(dying, ask).then(
        () => null,
        (error: unknown) => error,
      );
      if (died !== null) expect(wasKilled(died)).toBe(true);
      expect(await moveStock(world, ask)).toMatchObject({ ok: true });
      const entries = await world.stockOf(sku).entries(0, 50);
      expect(entries.filter(({ facts }) => facts.operationId === "the-move")).toHaveLength(1);
      expect(await auditOf(`sku:${sku}`)).toHaveLength(2);
      await assertStockConserved(world.stockOf(sku));
      if (!dying.over) break;
    }
});

test("a location that is made and closed, killed anywhere, and asked for again", async () => {
  for (const when of ["before", "after"] as const)
    for (let calls = 1; ; calls += 1) {
      expect(calls).toBeLessThan(STEPS_MAX);
      const id = `kill-${crypto.randomUUID().slice(0, 8)}`;
      const dying = dyingWorld(world, calls, when);
      await addAndClose(dying, id).catch((error: unknown) => expect(wasKilled(error)).toBe(true));
      expect(await addAndClose(world, id)).toMatchObject({
        ok: true,
        value: { location: { active: false, version: 2 } },
      });
      await sweepAudits(world);
      expect((await auditOf(`location:${id}`)).map(({ after }) => after.version)).toEqual([1, 2]);
      await forgetLocations();
      if (!dying.over) break;
    }
});

/** A client that had no answer asks for both again. */
async function addAndClose(own: World, id: string) {
  await addLocation(own, { ...ROTTERDAM, id }, by);
  return saveLocation(own, { id, version: 1, changes: { active: false }, by });
}
