/**
 * Whole pictures, each one self-contained SVG text: a product in its studio, its close-up, a type's own picture. Equal
 * input gives equal bytes, so a picture's hash tells whether it changed.
 */
import { backdrop, type Setting, wallOf } from "./backdrop.ts";
import { COLOURWAYS, type Colour, type Colourway, type Tint, tonesOf } from "./colour.ts";
import { drawCloseUp, drawKind, type Kind } from "./kinds.ts";
import type { Look } from "./look.ts";
import type { Brand } from "./marks.ts";
import { createPaint, group, type Markup, type Paint } from "./paint.ts";
import type { Wallpaper } from "./wallpaper.ts";

/** How a product is drawn; the colour is each variant's own. */
export type Portrait = { kind: Kind; tint: Tint; setting: Setting; accent: Colour; wallpaper?: Wallpaper };

/** A portrait without a wallpaper has dunes. */
export function lookOf(portrait: Portrait, colour: Colourway, brand: Brand | null): Look {
  const { accent, wallpaper = "dunes" } = portrait;
  return { body: tonesOf(COLOURWAYS[colour]), accent, brand, wallpaper };
}

/** A square of 800 × 800. */
export const drawFront = (portrait: Portrait, look: Look): string =>
  sheet(800, 800, (paint) => backdrop(paint, portrait.tint, portrait.setting) + drawKind(paint, portrait.kind, look));

/** The same size, seen from near, before a plain wall. */
export const drawDetail = (portrait: Portrait, look: Look): string =>
  sheet(800, 800, (paint) => wallOf(paint, portrait.tint) + drawCloseUp(paint, portrait.kind, look));

const TILE = { width: 800, height: 600, floorY: 470 } as const;

/** A category's tile, 4 to 3: one thing that stands for all of it. */
export const drawTile = (portrait: Portrait, look: Look): string =>
  sheet(TILE.width, TILE.height, (paint) => {
    const thing = drawKind(paint, portrait.kind, look);
    return (
      backdrop(paint, portrait.tint, "sweep", TILE) + group("translate(400 524) scale(.76) translate(-400 -640)", thing)
    );
  });

/** A whole file: what is drawn, preceded by the definitions it used. */
export function sheet(width: number, height: number, draw: (paint: Paint) => Markup): string {
  const paint = createPaint();
  const content = draw(paint);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${paint.defs()}${content}</svg>\n`;
}
