/** Reads products whole, and makes the rows that the index has of them. */

import { listUnits } from "../../catalog/attributes/attribute-store.ts";
import type { ProductRecord } from "../../catalog/product-document.ts";
import { type ProductTraces, readProductRecords, readProductTraces } from "../../catalog/product-record-store.ts";
import { listUsableMarkets } from "../../markets/market-store.ts";
import type { World } from "../../world.ts";
import { type IndexRow, indexRowsOf } from "./index-row.ts";
import { readProductStates } from "./restate-products-flow.ts";

type ReadProducts = { records: ProductRecord[]; traces: ReadonlyMap<string, ProductTraces>; rows: IndexRow[] };

/** As they are now; ids of no product are passed over. */
export async function readProductsToIndex(world: World, ids: readonly string[]): Promise<ReadProducts> {
  const [records, traces] = await Promise.all([
    readProductRecords(world.catalog, ids),
    readProductTraces(world.catalog, ids),
  ]);
  const states = await readProductStates(world, ids);
  const nowMs = world.nowMs();
  // Not what is remembered: what is written by an old unit, or for the markets of a minute ago, would stay.
  const units = await listUnits(world.catalog);
  const markets = (await listUsableMarkets(world.catalog)).filter(({ state }) => state !== "closed");
  const rows = records.flatMap((record) =>
    indexRowsOf(record, {
      barcodes: traces.get(record.product.id)?.barcodes ?? [],
      ...(states.get(record.product.id) ?? { inStock: false, popularity: 0 }),
      units,
      markets,
      nowMs,
    }),
  );
  return { records, traces, rows };
}
