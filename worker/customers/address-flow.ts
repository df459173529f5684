/** A customer's address book, as the account's pages use it. */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { Address } from "../checkout/checkout.ts";
import type { World } from "../world.ts";
import type { AccountProblem } from "./account-problem.ts";
import { deleteAddress, insertAddress } from "./address-store.ts";
import type { Viewer } from "./viewer.ts";

/** `id` is made by the client: adding the same one again adds nothing. Check the address as checkout does first. */
export async function addAddress(
  world: World,
  viewer: Viewer,
  { id, address }: { id: string; address: Address },
): Promise<Outcome<{ id: string }, AccountProblem>> {
  const end = await insertAddress(world.accounts, { id, customerId: viewer.id, address, nowMs: world.nowMs() });
  return end === "inserted" ? done({ id }) : refused({ code: "address.too_many" });
}

/** Refused when there is no such address, or it is another customer's. */
export async function removeAddress(world: World, viewer: Viewer, id: string): Promise<Outcome<null, AccountProblem>> {
  const deleted = await deleteAddress(world.accounts, { id, customerId: viewer.id });
  return deleted ? done(null) : refused({ code: "address.unknown" });
}
