/** What shows on a screen: abstract landscapes in two colours, drawn to fill any rectangle. */
import { type Colour, mix, veil } from "./colour.ts";
import { circle, type Markup, type Paint, path, rect } from "./paint.ts";

export type Wallpaper = "dunes" | "orbs" | "aurora" | "peaks" | "bloom" | "grid";
type Frame = { x: number; y: number; width: number; height: number };
type Painter = (paint: Paint, frame: Frame, accent: Colour) => Markup;

const NIGHT = "#101a3a";
const WARM = "#ffb38a";

/** A hill whose crest runs from `left` to `right` (shares of the height), with a swell between. */
function hill({ x, y, width, height }: Frame, left: number, swell: number, right: number, fill: string): Markup {
  const at = (share: number) => Math.round(y + height * share);
  const [third, end, foot] = [Math.round(width * 0.36), x + width, y + height];
  return path(
    `M${x} ${at(left)}C${x + third} ${at(swell)} ${end - third} ${at(left + right - swell)} ${end} ${at(right)}V${foot}H${x}Z`,
    fill,
  );
}

const full = ({ x, y, width, height }: Frame, fill: string): Markup => rect(x, y, width, height, 0, fill);

const PAINTERS: Record<Wallpaper, Painter> = {
  dunes: (paint, frame, accent) =>
    full(frame, paint.linear([mix(accent, "#ffffff", 0.72), mix(WARM, "#ffffff", 0.45)])) +
    circle(frame.x + frame.width * 0.7, frame.y + frame.height * 0.34, frame.height * 0.13, "#fff8ec") +
    hill(frame, 0.62, 0.38, 0.55, mix(accent, WARM, 0.62)) +
    hill(frame, 0.7, 0.92, 0.6, mix(accent, WARM, 0.3)) +
    hill(frame, 0.94, 0.66, 0.82, paint.linear([accent, mix(accent, NIGHT, 0.45)])),
  orbs: (paint, frame, accent) =>
    full(frame, paint.linear([mix(accent, NIGHT, 0.72), NIGHT], "diagonal")) +
    circle(
      frame.x + frame.width * 0.72,
      frame.y + frame.height * 0.3,
      frame.height * 0.34,
      paint.radial([veil(WARM, 1), veil(WARM, 0.75), veil("#f0688a", 0.5)], [0.35, 0.3]),
    ) +
    circle(
      frame.x + frame.width * 0.3,
      frame.y + frame.height * 0.72,
      frame.height * 0.42,
      paint.radial([mix(accent, "#ffffff", 0.5), accent, mix(accent, NIGHT, 0.55)], [0.35, 0.25]),
    ),
  aurora: (paint, frame, accent) =>
    full(frame, paint.linear(["#0b1330", mix(accent, "#0b1330", 0.5)])) +
    hill(frame, 0.7, 0.05, 0.36, paint.linear([veil(accent, 0.95), veil(accent, 0)])) +
    hill(frame, 0.42, 0.86, 0.16, paint.linear([veil("#63e6d2", 0.8), veil("#63e6d2", 0)])) +
    hill(frame, 0.86, 0.5, 0.66, paint.linear([veil("#f58fc2", 0.75), veil("#f58fc2", 0)])),
  peaks: (paint, frame, accent) => {
    const at = (share: number, height: number) =>
      `${Math.round(frame.x + frame.width * share)} ${Math.round(frame.y + frame.height * height)}`;
    const ridge = (fill: string, ...points: readonly [number, number][]) =>
      path(`M${at(0, 1)}L${points.map(([share, height]) => at(share, height)).join("L")}L${at(1, 1)}Z`, fill);
    return (
      full(frame, paint.linear([mix(accent, NIGHT, 0.25), mix(WARM, "#ffffff", 0.25)])) +
      ridge(mix(accent, WARM, 0.4), [0, 0.62], [0.2, 0.42], [0.38, 0.6], [0.62, 0.28], [0.86, 0.58], [1, 0.46]) +
      ridge(mix(accent, NIGHT, 0.3), [0, 0.8], [0.3, 0.54], [0.52, 0.78], [0.78, 0.5], [1, 0.74]) +
      ridge(mix(accent, NIGHT, 0.68), [0, 0.72], [0.14, 0.7], [0.44, 0.9], [0.7, 0.78], [1, 0.9])
    );
  },
  bloom: (paint, frame, accent) => {
    const [cx, cy, reach] = [
      frame.x + frame.width * 0.5,
      frame.y + frame.height * 0.56,
      Math.min(frame.width, frame.height) * 0.52,
    ];
    const petal = (turn: number, fill: string) =>
      `<ellipse cx="${Math.round(cx)}" cy="${Math.round(cy - reach * 0.46)}" rx="${Math.round(reach * 0.27)}" ry="${Math.round(reach * 0.5)}" fill="${fill}" transform="rotate(${turn} ${Math.round(cx)} ${Math.round(cy)})"/>`;
    const fill = paint.linear([veil(mix(accent, "#ffffff", 0.45), 0.95), veil(accent, 0.35)]);
    const warm = paint.linear([veil("#ffd0a8", 0.95), veil("#f0688a", 0.35)]);
    return (
      full(frame, paint.radial([mix(accent, NIGHT, 0.35), mix(accent, NIGHT, 0.82)])) +
      [0, 60, 120, 180, 240, 300].map((turn) => petal(turn, fill) + petal(turn + 30, warm)).join("")
    );
  },
  grid: (_paint, frame, accent) => {
    const cell = frame.height / 4;
    const columns = Math.ceil(frame.width / cell);
    const hues = [accent, mix(accent, "#ffffff", 0.35), "#ffcf6b", "#ff8f6b", mix(accent, NIGHT, 0.5)];
    const tiles = Array.from({ length: columns * 4 }, (_, index) => {
      const [column, row] = [index % columns, Math.floor(index / columns)];
      const [x, y] = [frame.x + column * cell, frame.y + row * cell];
      const hue = hues[(index * 7 + row * 3) % hues.length] ?? accent;
      if ((index * 5 + row) % 3 === 0) return circle(x + cell / 2, y + cell / 2, cell / 2, hue);
      const corner =
        (index + row) % 2 === 0
          ? `M${x} ${y}h${cell}a${cell} ${cell} 0 0 1 ${-cell} ${cell}Z`
          : `M${x + cell} ${y + cell}h${-cell}a${cell} ${cell} 0 0 1 ${cell} ${-cell}Z`;
      return path(
        corner.replaceAll(/\d+\.\d+/g, (number) => String(Math.round(Number(number)))),
        hue,
      );
    });
    return full(frame, mix(accent, NIGHT, 0.78)) + tiles.join("");
  },
};

/** A lit screen with its picture and a faint streak of reflected light. */
export function screen(paint: Paint, frame: Frame, radius: number, wallpaper: Wallpaper, accent: Colour): Markup {
  const { x, y, width, height } = frame;
  const glare = path(`M${x + width * 0.56} ${y}H${x + width}V${y + height * 0.5}Z`, veil("#ffffff", 0.1));
  return paint.clip(rect(x, y, width, height, radius, "#000"), PAINTERS[wallpaper](paint, frame, accent) + glare);
}
