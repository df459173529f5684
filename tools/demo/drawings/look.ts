/** What a drawing is told: the material, the accent, the maker's mark and what shows on a screen. */
import type { Colour, Tones } from "./colour.ts";
import type { Brand } from "./marks.ts";
import type { Markup, Paint } from "./paint.ts";
import type { Wallpaper } from "./wallpaper.ts";

/** `brand` is null for a thing without a maker's mark. */
export type Look = { body: Tones; accent: Colour; brand: Brand | null; wallpaper: Wallpaper };
/**
 * A thing on the 800 × 800 sheet, standing on the floor near y 640. `focus` is where its close-up looks and how near it
 * goes; `scale` enlarges a small thing about its foot.
 */
export type Drawing = {
  focus: readonly [x: number, y: number, zoom: number];
  scale?: number;
  draw(paint: Paint, look: Look): Markup;
};
