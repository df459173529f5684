/** How popular a product is: its units sold lately, each counted half as much for every two weeks since. */
import { POPULARITY_MAX } from "../index/index-place.ts";

const HALVED_MS = 14 * 86_400_000;

/** The logarithm to the base of two of units, each worth twice one sold two weeks before: a sum that needs no upkeep as time goes by (G. Cormode and others, Forward decay, 2009). */
export type Heat = number;

/** `before` is null for a product that was never sold. `soldAtMs` is in any order. */
export function heatOf(before: Heat | null, sold: readonly { units: number; soldAtMs: number }[]): Heat {
  const heats = [
    ...(before === null ? [] : [before]),
    ...sold.map((each) => Math.log2(each.units) + each.soldAtMs / HALVED_MS),
  ];
  const most = Math.max(...heats);
  return most + Math.log2(heats.reduce((sum, heat) => sum + 2 ** (heat - most), 0));
}

/** 0 to `POPULARITY_MAX`: 1 for one unit, and one more for each time that it is twice as many. */
export const levelOf = (heat: Heat, nowMs: number): number =>
  Math.min(POPULARITY_MAX, Math.max(0, Math.round(heat - nowMs / HALVED_MS) + 1));
