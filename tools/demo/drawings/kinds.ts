/** Every kind of thing that can be drawn, by name. */
import { ACCESSORIES } from "./accessories.ts";
import { AUDIO } from "./audio.ts";
import { CAMERAS } from "./cameras.ts";
import { COMPUTERS } from "./computers.ts";
import { GAMING } from "./gaming.ts";
import { HANDHELDS } from "./handhelds.ts";
import { HOME } from "./home.ts";
import type { Drawing, Look } from "./look.ts";
import { group, type Markup, type Paint } from "./paint.ts";
import { PRINTERS } from "./printers.ts";
import { SCREENS } from "./screens.ts";

const KINDS = {
  ...COMPUTERS,
  ...SCREENS,
  ...HANDHELDS,
  ...AUDIO,
  ...CAMERAS,
  ...GAMING,
  ...HOME,
  ...ACCESSORIES,
  ...PRINTERS,
} as const satisfies Record<string, Drawing>;
export type Kind = keyof typeof KINDS;

const drawingOf = (kind: Kind): Drawing => KINDS[kind];

/** The thing on its 800 × 800 sheet, without a backdrop. */
export function drawKind(paint: Paint, kind: Kind, look: Look): Markup {
  const { draw, scale } = drawingOf(kind);
  const thing = draw(paint, look);
  return scale === undefined ? thing : group(`translate(400 640) scale(${scale}) translate(-400 -640)`, thing);
}

/** The same, seen from near. */
export function drawCloseUp(paint: Paint, kind: Kind, look: Look): Markup {
  const [x, y, zoom] = drawingOf(kind).focus;
  return group(`translate(400 400) scale(${zoom}) translate(${-x} ${-y})`, drawKind(paint, kind, look));
}
