/** Where a page of a list ends: kept in its cursor as the place and the product, so that a list which moved goes on after it. */
import { cursorOf, partsOfCursor } from "../base/cursor.ts";

/** The last product shown, and how many were shown up to it. */
type ListPlace = { shown: number; productId: string };

/** A short name for a list of this query: a cursor belongs to one list. Two 32-bit FNV-1a of different beginnings. */
export function listNameOf(parts: readonly unknown[]): string {
  const text = JSON.stringify(parts);
  return [0x811c9dc5, 0x050c5d1f].map((seed) => fnvOf(text, seed).toString(36)).join("-");
}

function fnvOf(text: string, seed: number): number {
  let hash = seed;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}

/** The beginning where there is no cursor; null for one that this list did not give out. */
export function placeOf(cursor: string | undefined, list: string): ListPlace | null {
  if (cursor === undefined) return { shown: 0, productId: "" };
  const [shown, productId] = partsOfCursor(cursor, list, ["number", "string"]) ?? [];
  if (!Number.isInteger(shown) || Number(shown) < 0 || typeof productId !== "string") return null;
  return { shown: Number(shown), productId };
}

/** The next `limit` after a place, and the cursor of the page after it. */
export function pageAfter(
  ids: readonly string[],
  { shown, productId }: ListPlace,
  { list, limit }: { list: string; limit: number },
): { ids: string[]; nextCursor: string | null } {
  const known = productId === "" ? -1 : ids.indexOf(productId);
  const start = known >= 0 ? known + 1 : shown;
  const page = ids.slice(start, start + limit);
  const end = start + page.length;
  const last = page.at(-1);
  return { ids: page, nextCursor: last !== undefined && end < ids.length ? cursorOf(list, [end, last]) : null };
}
