/**
 * A field of the index as words. A bar parts what describes a product from what counts less: in `text` the features it
 * lists, in `category` the names of the categories above its own.
 */

export const BAR = "|";

/** Every word of a field, in order. */
export const wordsIn = (field: string): string[] =>
  field === "" ? [] : field.split(" ").filter((word) => word !== BAR);

/** Those before the bar: how long a product's words are is told by what describes it, not by how much it lists. */
export const describingWords = (field: string): string[] => wordsIn(partsOf(field)[0]);
export const featureWords = (field: string): string[] => wordsIn(partsOf(field)[1]);

function partsOf(field: string): [before: string, after: string] {
  // No word has a bar in it.
  const at = field.indexOf(BAR);
  return at < 0 ? [field, ""] : [field.slice(0, at).trim(), field.slice(at + BAR.length).trim()];
}
