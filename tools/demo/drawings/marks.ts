/** The makers' marks: one small geometric sign per invented brand, as it is stamped on the products. */
import type { Colour } from "./colour.ts";
import { circle, group, type Markup, path, rect, ring, stroke } from "./paint.ts";

export const BRANDS = [
  "Norvane",
  "Taluma",
  "Halvero",
  "Veridra",
  "Brixholm",
  "Rookhaven",
  "Domavi",
  "Kantwerk",
  "Papira",
] as const;
export type Brand = (typeof BRANDS)[number];

/** Each sign fills a square of 20 around its middle. */
const SIGNS: Record<Brand, (colour: Colour) => Markup> = {
  Norvane: (colour) => stroke("M-8 8V-8L8 8V-8", colour, 3.6),
  Taluma: (colour) => stroke("M-9 -7H9M0 -7V9", colour, 3.6) + circle(7, 6, 2.6, colour),
  Halvero: (colour) => stroke("M-8 -4V4M-3 -9V9M3 -6V6M8 -2V2", colour, 3.2),
  Veridra: (colour) => ring(0, 0, 8, colour, 3) + circle(0, 0, 3, colour),
  Brixholm: (colour) =>
    rect(-9, -7, 8, 14, 1.5, colour) + rect(1, -7, 8, 6, 1.5, colour) + rect(1, 1, 8, 6, 1.5, colour),
  Rookhaven: (colour) => path("M-8 9V-9H-4V-5H-2V-9H2V-5H4V-9H8V9Z", colour),
  Domavi: (colour) => stroke("M-9 1L0 -8L9 1M-5 1V8H5V1", colour, 3),
  Kantwerk: (colour) => stroke("M-7 -9V9M7 -9L-6 0L7 9", colour, 3.6),
  Papira: (colour) => path("M-7 -9H3L8 -4V9H-7Z", colour),
};

/** The maker's mark, `size` wide, around a point; nothing for a thing without a maker. */
export function mark(brand: Brand | null, x: number, y: number, size: number, colour: Colour): Markup {
  return brand === null ? "" : group(`translate(${x} ${y}) scale(${Math.round(size * 5) / 100})`, SIGNS[brand](colour));
}
