/**
 * The way from a drop into a checkout. A purchase of anything else looks through a short list in memory and goes on. A
 * forged or expired pass is refused by its signature; only a good one reaches a door, to be tied to one checkout.
 */
import { done, type Outcome, refused } from "../base/outcome.ts";
import type { CheckoutState } from "../checkout/checkout.ts";
import { readCheckout } from "../checkout/checkout-store.ts";
import type { World } from "../world.ts";
import { doorOf, holderOf, stateOf } from "./drop.ts";
import type { DropEntryProblem } from "./drop-problem.ts";
import { listLiveDrops } from "./drop-store.ts";
import { passFor } from "./pass.ts";

/** What a browser or a program shows: its passes, and the device it is. */
export type Shown = { passes: readonly string[]; visitorId: string | null };
export const NOTHING_SHOWN: Shown = { passes: [], visitorId: null };
/** What a cart's line takes: its SKU, and a bundle's parts. */
type TakenLine = { sku: string; components?: readonly { sku: string }[] };
export type EntryAsk = {
  checkoutId: string;
  customerId: string | null;
  lines: readonly TakenLine[];
  shown: Shown;
};
/** A pass that this checkout uses. */
export type Entry = { dropId: string; holder: string; checkoutId: string };

/** Writes nothing unless every drop of the cart lets it in. */
export async function enterDrops(world: World, ask: EntryAsk): Promise<Outcome<readonly Entry[], DropEntryProblem>> {
  const nowMs = world.nowMs();
  const drops = await listLiveDrops(world);
  const entries: Entry[] = [];
  for (const { id: dropId, ...drop } of drops) {
    const sku = ask.lines.find((line) => takesFrom(line, drop.skus))?.sku;
    if (sku === undefined) continue;
    if (stateOf(drop, nowMs) === "announced")
      return refused({ code: "drop.not_open", dropId, sku, opensAtMs: drop.opensAtMs });
    const { visitorId, passes: shown } = ask.shown;
    const holders = [
      ...(visitorId === null ? [] : [holderOf(visitorId, null)]),
      ...(ask.customerId === null ? [] : [holderOf("", ask.customerId)]),
    ];
    const pass = passFor(dropId, { secret: world.config.authSecret, shown, holders, nowMs });
    if (!pass.ok) return pass;
    if (!pass.value) return refused({ code: "drop.pass_needed", dropId, sku });
    entries.push({ dropId, holder: pass.value.holder, checkoutId: ask.checkoutId });
  }
  for (const entry of entries)
    if (!(await tie(world, entry))) return refused({ code: "drop.pass_used", dropId: entry.dropId });
  return done(entries);
}

const takesFrom = ({ sku, components = [] }: TakenLine, skus: readonly string[]): boolean =>
  [sku, ...components.map((part) => part.sku)].some((taken) => skus.includes(taken));

const ENDED: ReadonlySet<CheckoutState> = new Set(["abandoned", "expired", "refused"]);
/** A checkout that was not written after so long never will be: its request died. */
const UNWRITTEN_MS = 60_000;

/** A pass is good for one checkout at a time: another may take its place once that one has ended unpaid. */
async function tie(world: World, { dropId, holder, checkoutId }: Entry): Promise<boolean> {
  const door = world.waitingDoorOf(dropId, doorOf(holder));
  const first = await door.use({ holder, checkoutId, replaces: null });
  if (first.ok || first.checkoutId === null) return first.ok;
  const earlier = await readCheckout(world.ordersOfCheckout(first.checkoutId), first.checkoutId);
  const hasEnded = earlier ? ENDED.has(earlier.state) : world.nowMs() - first.tiedAtMs > UNWRITTEN_MS;
  if (!hasEnded) return false;
  return (await door.use({ holder, checkoutId, replaces: first.checkoutId })).ok;
}

/** The rate of admission follows the holds that were made: a lost word only makes it careful. */
export async function tellHeld(world: World, entries: readonly Entry[]): Promise<void> {
  for (const { dropId, holder, checkoutId } of entries)
    await world.waitingDoorOf(dropId, doorOf(holder)).markHeld(holder, checkoutId);
}
