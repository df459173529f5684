/** What can be collected at one location: units that lie there, and none that are promised. */
import type { Component } from "../catalog/bundles/bundle.ts";
import { type LevelsBySku, type StockNeed, shortLines } from "./supply.ts";

/** The same needs, taken from that location alone. */
export const needsAt = (needs: readonly StockNeed[], location: string): StockNeed[] =>
  needs.map(({ promise: _promise, ...need }) => ({
    ...need,
    terms: { ...need.terms, accounts: [location], hereOnly: true },
  }));

export type Shortage = { sku: string; available: number };
type Line = { sku: string; quantity: number; components?: readonly Component[] };

/** Lines of which too few lie there, with how many do. What is kept back for other markets is kept back there. */
export function shortLinesAt(
  lines: readonly Line[],
  needs: readonly StockNeed[],
  levels: LevelsBySku,
  location: string,
): Shortage[] {
  const free = new Map(needs.map(({ sku, terms }) => [sku, freeAt(levels, sku, location) - terms.keepBack]));
  // What is not counted needs no units.
  return shortLines(lines, (sku) => free.get(sku) ?? Number.POSITIVE_INFINITY);
}

function freeAt(levels: LevelsBySku, sku: string, location: string): number {
  const level = levels.get(sku)?.locations.find((one) => one.location === location);
  return level ? level.onHand - level.held : 0;
}
