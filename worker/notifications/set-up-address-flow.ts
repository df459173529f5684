/** A store without `STORE_ORIGIN` learns its address from those who set it up. */
import type { Viewer } from "../customers/viewer.ts";
import type { World } from "../world.ts";
import { insertFirstAddress, knowsAddress } from "./store-address-store.ts";

/** By a request of the staff's own, which brings a session or a token of this very host. Once; does nothing where it is known. */
export async function setUpAddress(world: World, by: Viewer): Promise<void> {
  const { origin } = world.config;
  if (origin === "" || (await knowsAddress(world))) return;
  await insertFirstAddress(world, origin, by);
}
