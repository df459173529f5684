/** How many slips of the hand lie between two words. */

/**
 * Letters put in, left out, changed, or swapped with their neighbour (optimal string alignment: F. Damerau, 1964). Answers
 * `most + 1` as soon as it must be more than `most`.
 */
export function editDistance(typed: string, term: string, most: number): number {
  const [a, b] = [Array.from(typed), Array.from(term)];
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let [before, above]: [number[], number[]] = [[], b.map((_, index) => index)];
  above.push(b.length);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (above[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : changed;
      row.push(Math.min(changed, swapped, (above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    if (Math.min(...row) > most) return most + 1;
    [before, above] = [above, row];
  }
  return Math.min(above[b.length] ?? 0, most + 1);
}
