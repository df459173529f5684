/** Options that search engines know by a property of their own: schema.org and Google's feeds name them alike. */

export type OptionProperty = "color" | "size" | "material" | "pattern";

const PROPERTIES: ReadonlyMap<string, OptionProperty> = new Map([
  ["Colour", "color"],
  ["Color", "color"],
  ["Size", "size"],
  ["Material", "material"],
  ["Pattern", "pattern"],
]);

/** By the name that products carry; null of any other, which is told by its own name. */
export const optionProperty = (name: string): OptionProperty | null => PROPERTIES.get(name) ?? null;
