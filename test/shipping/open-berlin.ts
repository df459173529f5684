/** Staff opens a counter in Berlin for the German market, in tests: it is closed again by `closeBerlin`. */
import { expect } from "vitest";
import { forgetAll } from "../../worker/base/memory-store.ts";
import { ask, forgetLocations, move } from "../inventory/staff-asks.ts";
import { BERLIN, PICKUP_METHOD } from "./berlin-counter.ts";

type Zone = { id: string; version: number; methods: { kind: string }[] };

/** Saves the German zone with these methods besides those that are no pick-up. */
export async function savePickups(...pickups: object[]) {
  const { items } = (await ask("GET", "shipping-zones")).body as unknown as { items: Zone[] };
  const zone = items.find(({ id }) => id === "de");
  if (!zone) throw new Error("There is a zone for Germany");
  const { id, ...rest } = zone;
  const methods = [...zone.methods.filter(({ kind }) => kind !== "pickup"), ...pickups];
  return ask("PUT", `shipping-zones/${id}`, { ...rest, methods });
}

export async function openBerlin(over: object = {}): Promise<void> {
  expect(await ask("POST", "locations", { ...BERLIN, ...over })).toMatchObject({ status: 201 });
  expect(await savePickups(PICKUP_METHOD)).toMatchObject({ status: 200 });
  forgetAll();
}

export async function closeBerlin(): Promise<void> {
  await savePickups();
  await forgetLocations();
  forgetAll();
}

export async function bringToBerlin(sku: string, quantity: number): Promise<void> {
  const delivery = { operationId: crypto.randomUUID(), location: BERLIN.id, quantity };
  expect((await move(sku, "receive", delivery)).status).toBe(200);
}
