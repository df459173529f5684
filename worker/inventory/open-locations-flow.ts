/** Whether units may come to locations: nothing comes to one there is not, or to a closed one. */
import type { World } from "../world.ts";
import { listLocations } from "./supply-store.ts";

export type LocationRefusal = { code: "stock.location_unknown" | "stock.location_closed"; location: string };

/** The first of these that units cannot come to; `mayLeave` are those where being there is enough. */
export async function findLocationProblem(
  world: World,
  coming: readonly string[],
  mayLeave: readonly string[] = [],
): Promise<LocationRefusal | null> {
  if (coming.length + mayLeave.length === 0) return null;
  const locations = await listLocations(world.catalog);
  for (const id of [...mayLeave, ...coming]) {
    const location = locations.find((one) => one.id === id);
    if (!location) return { code: "stock.location_unknown", location: id };
    if (!location.active && coming.includes(id)) return { code: "stock.location_closed", location: id };
  }
  return null;
}
