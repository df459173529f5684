/** From which locations an order ships: from one where one has all of it, else from as few as can be, the nearest first. */

/** A parcel from each is the most that is looked for; beyond it the nearest come first. */
const PARCELS_MAX = 4;

type Need = { sku: string; quantity: number };

/**
 * Locations in the order an order is to take from them: those chosen, then the others, should the chosen lose a race.
 * `nearest` are those that sell, the nearest first; `freeAt` is how many units of a SKU lie free at one.
 */
export function chooseLocations(
  needs: readonly Need[],
  nearest: readonly string[],
  freeAt: (sku: string, location: string) => number,
): string[] {
  const covers = (chosen: readonly string[]) =>
    needs.every(({ sku, quantity }) => chosen.reduce((sum, at) => sum + freeAt(sku, at), 0) >= quantity);
  for (let parcels = 1; parcels <= Math.min(PARCELS_MAX, nearest.length); parcels += 1)
    for (const chosen of choicesOf(nearest, parcels))
      if (covers(chosen)) return [...chosen, ...nearest.filter((id) => !chosen.includes(id))];
  return [...nearest];
}

/** Every choice of so many, those with the nearest first. */
function* choicesOf(from: readonly string[], count: number): Generator<readonly string[]> {
  if (count === 0) yield [];
  for (const [index, first] of from.entries()) {
    if (count === 0 || from.length - index < count) return;
    for (const rest of choicesOf(from.slice(index + 1), count - 1)) yield [first, ...rest];
  }
}
