/**
 * Products follow a brand that was renamed or joined with another: each finds its brand anew by the name it came with. A stretch
 * is one batch, with the events of its products and the one that goes on after it, so a kill leaves none out; the first is in the
 * brand's own batch.
 */
import type { BatchItem } from "drizzle-orm/batch";
import { statement } from "../../base/statement.ts";
import type { StoreEvent } from "../../events/event.ts";
import { newEvent, outboxInserts, productEvents, relayOutbox } from "../../events/outbox-store.ts";
import type { World } from "../../world.ts";
import { productsTouch } from "../product-write-store.ts";
import { versioned } from "../versions/version-write-store.ts";
import type { BrandPlace } from "./brand.ts";
import { listBranded } from "./brand-store.ts";
import { brandWrites } from "./brand-write-store.ts";

const PRODUCTS_A_STRETCH = 100;
const NOBODY = { id: "", name: "" };

export type BrandFollow = { statements: BatchItem<"sqlite">[]; events: StoreEvent[] };

/** What to write for the brand's products after a place: after what names lead where, in the same batch or before. */
export async function followBrandStretch(world: World, brandId: string, after: BrandPlace): Promise<BrandFollow> {
  const found = await listBranded(world.catalog, brandId, after, PRODUCTS_A_STRETCH);
  const last = found.at(-1);
  if (!last) return { statements: [], events: [] };
  const ids = found.map(({ id }) => id);
  const atMs = world.nowMs();
  const next = found.length < PRODUCTS_A_STRETCH ? [] : [{ brandId, rank: last.rank, id: last.id }];
  const events = [...productEvents(world, ids), ...next.map((place) => newEvent(world, "brand.changed", place))];
  const writes = [
    productsTouch(world.catalog, ids, atMs),
    ...brandWrites(found, atMs).map((query) => statement(world.catalog, query)),
  ];
  const why = { atMs, by: NOBODY, source: "schedule" as const, note: `brand:${brandId}` };
  const statements = [...versioned(world.catalog, ids, why, writes), ...outboxInserts(world.catalog, events)];
  return { statements, events };
}

/** A message's work: a stretch. One that comes twice gives its products one more version. */
export async function followBrand(world: World, brandId: string, after: BrandPlace): Promise<void> {
  const { statements, events } = await followBrandStretch(world, brandId, after);
  const [first, ...rest] = statements;
  if (!first) return;
  await world.catalog.batch([first, ...rest]);
  world.defer(relayOutbox(world, world.catalog, events));
}
