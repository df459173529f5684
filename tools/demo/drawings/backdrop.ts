/** The studio a product stands in: a softly lit wall, a floor, and one quiet shape behind. It fills the whole sheet. */
import { mix, TINTS, type Tint, veil } from "./colour.ts";
import { circle, ellipse, type Markup, type Paint, path, rect } from "./paint.ts";

/** What stands behind the product. */
export type Setting = "sun" | "arch" | "sweep" | "plinth" | "window" | "steps";
const FLOOR_Y = 600;

type Room = { width: number; height: number; floorY: number };
const STUDIO: Room = { width: 800, height: 800, floorY: FLOOR_Y };

/** `room` is the studio of 800 × 800 where it is left out. */
export function backdrop(paint: Paint, tint: Tint, setting: Setting, room: Room = STUDIO): Markup {
  const { width, height, floorY } = room;
  const { wall, floor, light } = TINTS[tint];
  const lamp = paint.radial([veil(light, 1), veil(light, 0)]);
  return [
    rect(0, 0, width, height, 0, wall),
    ellipse(width * 0.4, height * 0.3, width * 0.72, height * 0.62, lamp),
    SHAPES[setting](paint, tint, width / 2, floorY),
    path(`M0 ${floorY}H${width}V${height}H0Z`, paint.linear([floor, mix(floor, wall, 0.6)])),
    rect(0, floorY, width, 46, 0, paint.linear([veil(mix(floor, "#0b1226", 0.3), 0.2), veil(floor, 0)])),
    setting === "plinth" ? plinth(paint, tint, width / 2) : "",
  ].join("");
}

/** A wall without a floor, for close-ups. */
export function wallOf(paint: Paint, tint: Tint): Markup {
  const { wall, floor, light } = TINTS[tint];
  const lamp = paint.radial([veil(light, 1), veil(light, 0)]);
  return rect(0, 0, 800, 800, 0, paint.linear([wall, floor])) + ellipse(300, 260, 560, 480, lamp);
}

type Shaper = (paint: Paint, tint: Tint, middle: number, floorY: number) => Markup;
/** Deepest at the top, melting into the wall towards the floor. */
const echo = (paint: Paint, tint: Tint) =>
  paint.linear([TINTS[tint].shape, mix(TINTS[tint].wall, TINTS[tint].shape, 0.2)]);

const SHAPES: Record<Setting, Shaper> = {
  sun: (paint, tint, middle) => circle(middle, 366, 262, echo(paint, tint)),
  arch: (paint, tint, middle, floorY) =>
    path(`M${middle - 226} ${floorY}V330a226 226 0 0 1 452 0V${floorY}Z`, echo(paint, tint)),
  sweep: () => "",
  plinth: (paint, tint, middle) => circle(middle + 70, 330, 205, echo(paint, tint)),
  window: (paint, tint, middle) =>
    [0, 1]
      .map((pane) =>
        path(
          `M${middle - 240 + pane * 200} 96h160l-84 440h-160Z`,
          paint.linear([veil(TINTS[tint].light, 0.95), veil(TINTS[tint].light, 0)]),
        ),
      )
      .join(""),
  steps: (paint, tint, middle, floorY) =>
    rect(middle - 330, 250, 220, floorY - 250, 16, echo(paint, tint)) +
    rect(middle + 40, 130, 290, floorY - 130, 16, echo(paint, tint)),
};

/** Stands in front of the seam, under the product. */
function plinth(paint: Paint, tint: Tint, middle: number): Markup {
  const { wall, floor, light } = TINTS[tint];
  return (
    path(
      `M${middle - 300} 640V730a300 46 0 0 0 600 0V640Z`,
      paint.linear([mix(floor, wall, 0.3), mix(wall, light, 0.6), floor], "across"),
    ) + ellipse(middle, 640, 300, 46, paint.linear([light, mix(wall, light, 0.5)]))
  );
}
