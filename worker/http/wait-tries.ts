/** How often one may ask to be told of stock: by network, by the address that was typed, and by SKU. */
import { done, type Outcome } from "../base/outcome.ts";
import { emailKeyOf } from "../waits/wait-store.ts";
import type { World } from "../world.ts";
import type { LimitName } from "./limits.ts";
import { type RateLimited, takeTry } from "./rate-limit.ts";

/** Counts one try. `network` is null where it is not limited. Counters hold no address, but what stands for it. */
export async function takeWaitTry(
  world: World,
  { network, email, sku }: { network: string | null; email: string; sku: string },
): Promise<Outcome<null, RateLimited>> {
  const tries: readonly (readonly [LimitName, string | null])[] = [
    ["wait.ask_of_network", network],
    ["wait.ask_of_address", await emailKeyOf(world.config.authSecret, email)],
    ["wait.ask_of_sku", sku],
  ];
  for (const [name, key] of tries) {
    const passed = key === null ? done(null) : await takeTry(world, name, key);
    if (!passed.ok) return passed;
  }
  return done(null);
}
