/**
 * The drawing kit: plain functions that return SVG markup, and a `Paint` that collects gradients, patterns and clips
 * under short ids. Equal definitions are kept once, so files stay small; equal input always gives equal bytes.
 */
import { type Colour, veil } from "./colour.ts";

/** Elements of SVG, without the root. */
export type Markup = string;
export type Point = readonly [x: number, y: number];
type Extra = Readonly<Record<string, string | number>>;
type Direction = "down" | "across" | "diagonal" | "rising";

const VECTORS = {
  down: 'x2="0" y2="1"',
  across: 'x2="1" y2="0"',
  diagonal: 'x2="1" y2="1"',
  rising: 'y1="1" x2="1" y2="0"',
} satisfies Record<Direction, string>;

export type Paint = {
  /** A fill that runs evenly through the colours. */
  linear(colours: readonly Colour[], direction?: Direction): string;
  /** A fill that runs from the centre outwards; the centre may sit off the middle (0 to 1). */
  radial(colours: readonly Colour[], centre?: Point): string;
  /** A fill of dots, as of woven fabric or a perforated grille. */
  dots(ground: Colour, dot: Colour, pitch: number): string;
  /** The content, cut to the shape. */
  clip(shape: Markup, content: Markup): Markup;
  /** Everything the drawing used so far: call it last. */
  defs(): Markup;
};

const round = (value: number): number => Math.round(value * 10) / 10;
const attributes = (values: Extra): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${typeof value === "number" ? round(value) : value}"`)
    .join("");

/** One a picture: ids are told apart within it only. */
export function createPaint(): Paint {
  const ids = new Map<string, string>();
  const keep = (markup: (id: string) => Markup): string => {
    const shape = markup("");
    const id = ids.get(shape) ?? `p${ids.size}`;
    ids.set(shape, id);
    return id;
  };
  const url = (id: string) => `url(#${id})`;
  return {
    linear: (colours, direction = "down") =>
      url(
        keep(
          (id) => `<linearGradient id="${id}" x1="0" y1="0" ${VECTORS[direction]}>${stops(colours)}</linearGradient>`,
        ),
      ),
    radial: (colours, [x, y] = [0.5, 0.5]) =>
      url(keep((id) => `<radialGradient id="${id}" cx="${x}" cy="${y}" r=".5">${stops(colours)}</radialGradient>`)),
    dots: (ground, dot, pitch) => url(keep((id) => dotPattern(id, ground, dot, pitch))),
    clip: (shape, content) =>
      `<g clip-path="${url(keep((id) => `<clipPath id="${id}">${shape}</clipPath>`))}">${content}</g>`,
    defs: () => `<defs>${[...ids].map(([shape, id]) => shape.replace('id=""', `id="${id}"`)).join("")}</defs>`,
  };
}

function stops(colours: readonly Colour[]): Markup {
  const last = Math.max(colours.length - 1, 1);
  return colours
    .map((colour, index) => `<stop offset="${round((index / last) * 10) / 10}" stop-color="${colour}"/>`)
    .join("");
}

function dotPattern(id: string, ground: Colour, dot: Colour, pitch: number): Markup {
  const size = `width="${pitch}" height="${pitch}"`;
  const [quarter, radius] = [pitch / 4, pitch / 5];
  const spots = [quarter, quarter * 3]
    .map((at) => `<circle cx="${at}" cy="${at}" r="${radius}" fill="${dot}"/>`)
    .join("");
  return `<pattern id="${id}" ${size} patternUnits="userSpaceOnUse"><rect ${size} fill="${ground}"/>${spots}</pattern>`;
}

/** `rx` of 0 leaves the corners sharp. */
export function rect(x: number, y: number, width: number, height: number, rx: number, fill: string, extra: Extra = {}) {
  return `<rect${attributes({ x, y, width, height, ...(rx > 0 ? { rx } : {}), fill, ...extra })}/>`;
}
export const circle = (cx: number, cy: number, r: number, fill: string, extra: Extra = {}): Markup =>
  `<circle${attributes({ cx, cy, r, fill, ...extra })}/>`;
export const ellipse = (cx: number, cy: number, rx: number, ry: number, fill: string, extra: Extra = {}): Markup =>
  `<ellipse${attributes({ cx, cy, rx, ry, fill, ...extra })}/>`;
export const path = (d: string, fill: string, extra: Extra = {}): Markup =>
  `<path${attributes({ d, fill, ...extra })}/>`;
/** A line without fill. */
export const stroke = (d: string, colour: string, width: number, extra: Extra = {}): Markup =>
  path(d, "none", {
    stroke: colour,
    "stroke-width": width,
    "stroke-linecap": "round",
    "stroke-linejoin": "round",
    ...extra,
  });
export const ring = (cx: number, cy: number, r: number, colour: string, width: number, extra: Extra = {}): Markup =>
  circle(cx, cy, r, "none", { stroke: colour, "stroke-width": width, ...extra });
export const polygon = (points: readonly Point[], fill: string, extra: Extra = {}): Markup =>
  path(outline(points), fill, extra);
/** `transform` as SVG writes it. */
export const group = (transform: string, ...content: Markup[]): Markup =>
  `<g transform="${transform}">${content.join("")}</g>`;
/** `opacity` from 0 to 1, for the content as a whole. */
export const fade = (opacity: number, ...content: Markup[]): Markup =>
  `<g opacity="${opacity}">${content.join("")}</g>`;

const outline = (points: readonly Point[]): string =>
  `${points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("")}Z`;

/** A soft pool of shade where a thing meets the floor. */
export const shadow = (paint: Paint, cx: number, cy: number, rx: number, ry: number, strength = 0.34): Markup =>
  ellipse(
    cx,
    cy,
    rx,
    ry,
    paint.radial([veil("#0b1226", strength), veil("#0b1226", strength * 0.62), veil("#0b1226", 0)]),
  );

/** A flat surface seen at an angle: maps `u` and `v` (0 to 1) to a point between its corners. */
export function planeOf(topLeft: Point, topRight: Point, bottomRight: Point, bottomLeft: Point) {
  return (u: number, v: number): Point => {
    const between = (axis: 0 | 1) => {
      const top = topLeft[axis] + (topRight[axis] - topLeft[axis]) * u;
      const bottom = bottomLeft[axis] + (bottomRight[axis] - bottomLeft[axis]) * u;
      return top + (bottom - top) * v;
    };
    return [between(0), between(1)];
  };
}
export type Plane = ReturnType<typeof planeOf>;

/** The patch of a plane between two corners. */
export const patch = (plane: Plane, left: number, top: number, right: number, bottom: number): Point[] => [
  plane(left, top),
  plane(right, top),
  plane(right, bottom),
  plane(left, bottom),
];

/** Rows of keys on a plane as one path; each row lists its keys' widths. */
export function keyRows(plane: Plane, rows: readonly (readonly number[])[], gap = 0.012): string {
  return rows
    .flatMap((widths, row) => {
      const whole = widths.reduce((sum, width) => sum + width, 0);
      let left = 0;
      return widths.map((width) => {
        const [from, to] = [left / whole, (left + width) / whole];
        left += width;
        return outline(
          patch(plane, from + gap / 2, (row + 0.1) / rows.length, to - gap / 2, (row + 0.9) / rows.length),
        );
      });
    })
    .join("");
}
/** Widths of keys, row by row, for `keyRows`. */
export const KEYBOARD_ROWS = [
  [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.6],
  [1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.1],
  [1.8, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.8],
  [2.2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2.4],
  [1.2, 1.2, 1.2, 5.6, 1.2, 1.2, 1, 1],
] as const;
