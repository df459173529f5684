/** The locations as staff are shown them, and go on from: `main`, until it is saved, in the seller's own country. */
import { readTaxSettings } from "../tax/tax-store.ts";
import type { World } from "../world.ts";
import { type Location, placedAt } from "./location.ts";
import { listLocations } from "./supply-store.ts";

export async function listPlacedLocations(world: World): Promise<Location[]> {
  const [locations, { seller }] = await Promise.all([listLocations(world.catalog), readTaxSettings(world.accounts)]);
  return locations.map((location) => placedAt(location, seller));
}
