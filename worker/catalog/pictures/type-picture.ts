/** Draws the picture of a kind of product, for those that came without one: quiet, and in one of a few tints. */

import { isProductType } from "../product-type.ts";
import { TYPE_PICTURE_TINTS } from "./image-path.ts";
import { TYPE_SHAPES } from "./type-shapes.ts";

const NAME = /^([a-z-]+)-(\d)\.svg$/;
type Tint = { wall: string; floor: string; D: string; M: string; L: string; A: string };
/** Hue of the tint and of its accent; all else follows, so that the pictures look like one family. */
const HUES: readonly (readonly [number, number])[] = [
  [214, 24],
  [192, 12],
  [258, 38],
  [160, 350],
  [230, 165],
  [340, 200],
];

const tintOf = ([hue, accent]: readonly [number, number]): Tint => ({
  wall: `hsl(${hue} 44% 95%)`,
  floor: `hsl(${hue} 38% 88%)`,
  D: `hsl(${hue} 36% 30%)`,
  M: `hsl(${hue} 30% 62%)`,
  L: `hsl(${hue} 46% 90%)`,
  A: `hsl(${accent} 78% 58%)`,
});

/** The SVG of a name such as `laptops-3.svg`; null for a name the store gives no product. */
export function typePictureOf(name: string): string | null {
  const [, type = "", number = ""] = NAME.exec(name) ?? [];
  const hues = HUES[Number(number)];
  if (!isProductType(type) || !hues || number === "" || Number(number) >= TYPE_PICTURE_TINTS) return null;
  const tint = tintOf(hues);
  const drawing = TYPE_SHAPES[type].replace(/"([DMLA])"/g, (_, tone: "D" | "M" | "L" | "A") => `"${tint[tone]}"`);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 320"><rect width="320" height="320" fill="${tint.wall}"/><circle cx="160" cy="158" r="128" fill="${tint.floor}"/><ellipse cx="160" cy="262" rx="92" ry="10" fill="${tint.M}" opacity=".35"/><g transform="translate(50 48) scale(1.1)">${drawing}</g></svg>`;
}
