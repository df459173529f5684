/** Prices that follow from others against what they follow from, and what lists are sorted by against the prices. */
import { listStretch, listWrongDerived } from "../catalog/derived-price-store.ts";
import { listWrongLowest } from "../catalog/price-write-store.ts";
import type { World } from "../world.ts";
import { type BookTurn, TIMER_GRACE_MS } from "./book-turn.ts";
import { disagreement } from "./disagreements.ts";

type Amounts = { keptMinor: number | null; dueMinor: number | null };
const factsOf = ({ keptMinor, dueMinor }: Amounts) => ({ kept: keptMinor ?? "none", due: dueMinor ?? "none" });

/** Each turn is three queries over a few hundred products. */
export async function examinePrices(world: World, after: string): Promise<BookTurn> {
  const { productIds, lastId } = await listStretch(world.catalog, after);
  const [derived, lowest] = await Promise.all([
    listWrongDerived(world.catalog, productIds),
    listWrongLowest(world.catalog, productIds, { atMs: world.nowMs(), graceMs: TIMER_GRACE_MS }),
  ]);
  const found = [
    ...derived.map(({ productId, sku, listId: list, ...amounts }) =>
      disagreement("price.not_derived", { productId, sku, list }, factsOf(amounts)),
    ),
    ...lowest.map(({ productId, listId: list, ...amounts }) =>
      disagreement("price.not_lowest", { productId, list }, factsOf(amounts)),
    ),
  ];
  return { checked: productIds.length, found, next: lastId };
}
