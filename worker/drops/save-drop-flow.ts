/** Staff makes or changes a drop: never over somebody else's change, and never the opening of one that has opened. */
import { recordAudit } from "../admin/audit-store.ts";
import { done, type Outcome, refused } from "../base/outcome.ts";
import { readVariantNames } from "../catalog/staff-figures-store.ts";
import type { Viewer } from "../customers/viewer.ts";
import { productTag } from "../http/cache-policy.ts";
import { purgePages } from "../http/purge-pages-flow.ts";
import type { World } from "../world.ts";
import { DROPS_LIVE_MAX, type Drop, factsOf, isLive, stateOf } from "./drop.ts";
import type { DropSaveProblem } from "./drop-problem.ts";
import { listDrops, putDrop, readStoredDrop } from "./drop-store.ts";

/** The whole drop. `version` is the one the change was made on; 0 makes a new one. */
export type DropAsk = Omit<Drop, "updatedAtMs">;

/** The same again changes nothing, and answers the drop as it is. */
export async function saveDrop(world: World, ask: DropAsk, by: Viewer): Promise<Outcome<Drop, DropSaveProblem>> {
  const before = await readStoredDrop(world.catalog, ask.id);
  if (before && sameDrop(before, ask)) return done(before);
  const version = before?.version ?? 0;
  if (ask.version !== version) return refused({ code: "drop.changed_meanwhile", version });
  const problem = await findProblem(world, ask, before);
  if (problem) return refused(problem);
  const drop: Drop = { ...ask, version: version + 1, updatedAtMs: world.nowMs() };
  if (!(await putDrop(world.catalog, drop))) {
    const now = await readStoredDrop(world.catalog, ask.id);
    return refused({ code: "drop.changed_meanwhile", version: now?.version ?? 0 });
  }
  await recordAudit(world, { by, action: "drop.saved", subject: `drop:${drop.id}`, before, after: ask });
  world.defer(tell(world, drop, before));
  return done(drop);
}

async function findProblem(world: World, ask: DropAsk, before: Drop | null): Promise<DropSaveProblem | null> {
  const nowMs = world.nowMs();
  const hasOpened = before !== null && stateOf(before, nowMs) === "open";
  // The line was drawn at that moment, for those SKUs.
  const sameSale =
    before !== null && ask.opensAtMs === before.opensAtMs && ask.skus.join("\n") === before.skus.join("\n");
  if (hasOpened && (!sameSale || ask.status === "draft")) return { code: "drop.has_opened" };
  const known = await readVariantNames(world, ask.skus, "en");
  const unknown = ask.skus.find((sku) => !known.has(sku));
  if (unknown !== undefined) return { code: "drop.sku_unknown", sku: unknown };
  if (!isLive(ask, nowMs)) return null;
  const others = (await listDrops(world.catalog)).filter((drop) => drop.id !== ask.id && isLive(drop, nowMs));
  if (others.length >= DROPS_LIVE_MAX) return { code: "drop.too_many" };
  const taken = ask.skus.find((sku) => others.some((drop) => drop.skus.includes(sku)));
  return taken === undefined ? null : { code: "drop.sku_taken", sku: taken };
}

/** The room where there is one, and the pages of what is or was in it. A cancelled drop is over at once. */
async function tell(world: World, drop: Drop, before: Drop | null): Promise<void> {
  const facts = factsOf(drop);
  const ended =
    drop.status === "announced" ? facts : { ...facts, closesAtMs: Math.min(drop.closesAtMs, world.nowMs()) };
  await world.waitingRoomOf(drop.id).change(ended);
  const names = await readVariantNames(world, [...drop.skus, ...(before?.skus ?? [])], "en");
  const products = new Set([...names.values()].map(({ productId }) => productTag(productId)));
  await purgePages(world, [...products, dropTag(drop.id)]);
}

/** On the drop's own page. */
export const dropTag = (dropId: string) => `drop-${dropId}`;

const sameDrop = (drop: Drop, ask: DropAsk): boolean =>
  drop.title === ask.title &&
  drop.status === ask.status &&
  drop.opensAtMs === ask.opensAtMs &&
  drop.closesAtMs === ask.closesAtMs &&
  drop.passMs === ask.passMs &&
  drop.ratePerMinute === ask.ratePerMinute &&
  drop.skus.join("\n") === ask.skus.join("\n");
