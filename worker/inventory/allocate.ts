/** From which locations an order ships: from one where one has all of it, else from as few as can be, the nearest first. */

/** A parcel from each is the most that is looked for; beyond it the nearest come first. */
const PARCELS_MAX = 4;
/** Choices looked at; with a dozen locations all of them. */
const CHOICES_MAX = 1_000;

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
  // What there is too little of everywhere keeps nobody from planning the rest.
  const wanted = needs.map(({ sku, quantity }) => {
    const free = new Map(nearest.map((location) => [location, freeAt(sku, location)]));
    const all = [...free.values()].reduce((sum, units) => sum + units, 0);
    return { free, quantity: Math.min(quantity, all) };
  });
  const covers = (chosen: readonly string[]) =>
    wanted.every(({ free, quantity }) => chosen.reduce((sum, at) => sum + (free.get(at) ?? 0), 0) >= quantity);
  let looked = 0;
  for (let parcels = 1; parcels <= Math.min(PARCELS_MAX, nearest.length); parcels += 1)
    for (const chosen of choicesOf(nearest, parcels)) {
      if (covers(chosen)) return [...chosen, ...nearest.filter((id) => !chosen.includes(id))];
      looked += 1;
      if (looked === CHOICES_MAX) return [...nearest];
    }
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
