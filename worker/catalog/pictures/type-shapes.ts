/**
 * One plain drawing for each kind of product, on a sheet of 200 by 200. `D`, `M` and `L` stand for the dark, middle and
 * light tone of the picture's tint, `A` for its accent.
 */
import type { ProductType } from "../product-type.ts";

const box = (x: number, y: number, width: number, height: number, radius: number, fill: string) =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}"/>`;
const dot = (x: number, y: number, radius: number, fill: string) =>
  `<circle cx="${x}" cy="${y}" r="${radius}" fill="${fill}"/>`;
const line = (path: string, width: number, tone = "D") =>
  `<path d="${path}" fill="none" stroke="${tone}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`;
const shape = (path: string, fill: string) => `<path d="${path}" fill="${fill}"/>`;
/** The same mark again and again, by a step. */
const row = (count: number, stepX: number, stepY: number, mark: (x: number, y: number) => string) =>
  Array.from({ length: count }, (_, index) => mark(index * stepX, index * stepY)).join("");

const screen = (x: number, y: number, width: number, height: number) =>
  box(x, y, width, height, 8, "D") +
  box(x + 5, y + 5, width - 10, height - 10, 4, "L") +
  shape(
    `M${x + 5} ${y + height - 18}l${width * 0.3} ${-height * 0.35} ${width * 0.2} ${height * 0.2} ${width * 0.22} ${-height * 0.3} ${width * 0.28 - 10} ${height * 0.4}v12h${10 - width}z`,
    "M",
  ) +
  dot(x + width * 0.76, y + height * 0.3, height * 0.09, "A");
const key = (x: number, y: number) => box(x, y, 12, 10, 3, "L");

/** Elements of SVG, without the root. */
export const TYPE_SHAPES: Readonly<Record<ProductType, string>> = {
  laptops:
    screen(42, 48, 116, 78) +
    shape("M28 130h144l10 16a6 6 0 0 1-6 6H24a6 6 0 0 1-6-6z", "D") +
    box(84, 134, 32, 7, 3, "M"),
  desktops:
    box(52, 36, 54, 124, 8, "D") +
    box(60, 46, 38, 12, 3, "M") +
    box(60, 64, 38, 12, 3, "M") +
    dot(79, 138, 8, "A") +
    screen(114, 70, 52, 44) +
    box(134, 114, 12, 34, 2, "D") +
    box(122, 148, 36, 8, 4, "D"),
  tablets:
    box(52, 34, 96, 132, 12, "D") +
    box(59, 41, 82, 112, 5, "L") +
    shape("M59 140l26-40 20 24 18-18 18 26v21H59z", "M") +
    dot(118, 68, 9, "A") +
    dot(100, 160, 3, "M"),
  phones:
    box(66, 28, 68, 144, 16, "D") +
    box(72, 34, 56, 132, 11, "L") +
    shape("M72 140l18-34 14 20 10-12 14 20v20a12 12 0 0 1-12 12H84a12 12 0 0 1-12-12z", "M") +
    dot(112, 66, 8, "A") +
    box(88, 39, 24, 6, 3, "D"),
  monitors: screen(28, 40, 144, 92) + box(92, 132, 16, 20, 0, "M") + box(64, 150, 72, 10, 5, "D"),
  tvs: screen(18, 46, 164, 98) + line("M58 146l-10 14M142 146l10 14", 7),
  projectors:
    box(32, 78, 136, 66, 16, "D") +
    dot(76, 111, 25, "M") +
    dot(76, 111, 16, "L") +
    dot(76, 111, 8, "A") +
    row(4, 10, 0, (x) => box(122 + x, 98, 4, 26, 2, "M")) +
    line("M52 150v8M148 150v8", 8) +
    shape("M56 70l-18-34h76L96 70z", "L"),
  printers:
    box(60, 34, 80, 50, 6, "L") +
    box(34, 74, 132, 62, 12, "D") +
    box(56, 112, 88, 50, 5, "L") +
    line("M70 128h60M70 140h42", 5, "M") +
    dot(148, 92, 6, "A"),
  "ink-toner":
    shape("M56 52h62l26 26v74a8 8 0 0 1-8 8H64a8 8 0 0 1-8-8z", "D") +
    box(70, 96, 60, 44, 6, "L") +
    shape("M100 102c10 12 14 17 14 23a14 14 0 0 1-28 0c0-6 4-11 14-23z", "A") +
    box(66, 40, 40, 14, 4, "M"),
  "paper-labels":
    box(48, 34, 86, 120, 5, "M") +
    box(60, 46, 86, 120, 5, "L") +
    row(3, 0, 34, (_, y) => box(70, 58 + y, 28, 24, 4, "D") + box(106, 58 + y, 28, 24, 4, y === 34 ? "A" : "D")),
  processors:
    row(5, 20, 0, (x) => box(56 + x, 34, 8, 132, 3, "M")) +
    row(5, 0, 20, (_, y) => box(34, 56 + y, 132, 8, 3, "M")) +
    box(50, 50, 100, 100, 10, "D") +
    box(68, 68, 64, 64, 6, "L") +
    dot(80, 80, 5, "A") +
    line("M84 112h32M84 100h32", 6, "M"),
  memory:
    box(20, 70, 160, 56, 6, "D") +
    row(5, 30, 0, (x) => box(29 + x, 80, 22, 28, 4, "L")) +
    row(10, 15, 0, (x) => box(28 + x, 126, 8, 12, 1, "A")) +
    box(96, 118, 8, 20, 0, "L"),
  storage:
    box(54, 30, 92, 140, 12, "D") +
    dot(100, 88, 36, "L") +
    dot(100, 88, 12, "M") +
    line("M124 142l-16-40", 8, "A") +
    dot(126, 146, 8, "M"),
  components:
    box(36, 36, 128, 128, 10, "D") +
    box(52, 52, 46, 46, 6, "L") +
    row(3, 14, 0, (x) => box(114 + x, 50, 7, 54, 2, "M")) +
    box(52, 118, 96, 9, 3, "M") +
    box(52, 136, 70, 9, 3, "A") +
    dot(146, 146, 6, "L"),
  networking:
    line("M62 100V44M138 100V44", 8) +
    dot(62, 42, 7, "A") +
    dot(138, 42, 7, "A") +
    box(30, 98, 140, 52, 12, "D") +
    row(4, 22, 0, (x) => dot(54 + x, 124, 6, x === 0 ? "A" : "L")) +
    line("M82 74a26 26 0 0 1 36 0M90 86a14 14 0 0 1 20 0", 6, "M"),
  cables:
    line("M58 76v36a42 42 0 0 0 84 0v-12", 11, "D") +
    box(42, 32, 32, 48, 7, "D") +
    box(48, 22, 20, 14, 3, "M") +
    box(126, 62, 32, 44, 7, "D") +
    box(132, 50, 20, 14, 3, "M") +
    dot(58, 56, 5, "A") +
    dot(142, 84, 5, "A"),
  power:
    box(38, 48, 124, 108, 14, "D") +
    box(52, 62, 96, 40, 6, "L") +
    shape("M106 64L84 92h14l-6 24 24-30h-15z", "A") +
    dot(66, 130, 10, "M") +
    dot(100, 130, 10, "M") +
    dot(134, 130, 10, "M"),
  servers: row(
    3,
    0,
    42,
    (_, y) =>
      box(36, 38 + y, 128, 36, 7, "D") +
      row(4, 16, 0, (x) => box(50 + x, 50 + y, 10, 12, 2, "M")) +
      dot(146, 56 + y, 5, y === 42 ? "L" : "A"),
  ),
  headphones:
    line("M46 118v-14a54 54 0 0 1 108 0v14", 13, "D") +
    box(34, 106, 32, 54, 14, "D") +
    box(134, 106, 32, 54, 14, "D") +
    box(58, 112, 14, 42, 7, "M") +
    box(128, 112, 14, 42, 7, "M") +
    dot(44, 133, 5, "A"),
  speakers:
    box(58, 28, 84, 144, 14, "D") +
    dot(100, 66, 18, "L") +
    dot(100, 66, 7, "M") +
    dot(100, 124, 32, "L") +
    dot(100, 124, 20, "M") +
    dot(100, 124, 8, "A"),
  cameras:
    box(28, 64, 144, 92, 16, "D") +
    shape("M72 64l10-18h36l10 18z", "D") +
    dot(100, 110, 36, "L") +
    dot(100, 110, 26, "M") +
    dot(100, 110, 14, "D") +
    dot(94, 104, 5, "L") +
    dot(150, 82, 6, "A"),
  "keyboards-mice":
    box(18, 74, 118, 62, 10, "D") +
    row(6, 17, 0, (x) => key(28 + x, 84)) +
    row(6, 17, 0, (x) => key(28 + x, 100)) +
    box(52, 117, 50, 10, 3, "M") +
    box(148, 72, 38, 66, 19, "D") +
    line("M167 82v14", 5, "A"),
  "bags-cases":
    line("M78 58V46a10 10 0 0 1 10-10h24a10 10 0 0 1 10 10v12", 9) +
    box(40, 56, 120, 108, 18, "D") +
    box(54, 100, 92, 50, 10, "M") +
    box(92, 94, 16, 20, 4, "A") +
    line("M56 78h88", 5, "M"),
  gaming:
    shape(
      "M58 70h84a38 38 0 0 1 36 46l-7 30a18 18 0 0 1-32 6l-14-20H75l-14 20a18 18 0 0 1-32-6l-7-30a38 38 0 0 1 36-46z",
      "D",
    ) +
    line("M66 88v24M54 100h24", 8, "L") +
    dot(132, 92, 7, "A") +
    dot(146, 106, 7, "L"),
  wearables:
    box(76, 22, 48, 50, 10, "M") +
    box(76, 128, 48, 50, 10, "M") +
    box(60, 56, 80, 88, 22, "D") +
    box(68, 64, 64, 72, 15, "L") +
    line("M100 82v20l14 8", 6, "D") +
    dot(118, 76, 4, "A"),
  "smart-home":
    shape("M100 34l72 60h-16v66a8 8 0 0 1-8 8H52a8 8 0 0 1-8-8V94H28z", "D") +
    dot(100, 112, 20, "L") +
    line("M100 132v16M90 150h20", 7, "M") +
    line("M80 76a30 30 0 0 1 40 0", 6, "A"),
  kitchen:
    box(46, 40, 108, 20, 8, "D") +
    box(54, 56, 30, 96, 4, "D") +
    box(46, 148, 108, 16, 6, "D") +
    shape("M96 84h52l-6 50a10 10 0 0 1-10 9h-20a10 10 0 0 1-10-9z", "M") +
    line("M148 98h8a10 10 0 0 1 0 20h-9", 6, "M") +
    line("M122 62v14", 6, "A"),
  toys:
    dot(62, 60, 17, "D") +
    dot(138, 60, 17, "D") +
    dot(100, 86, 44, "D") +
    dot(100, 102, 20, "L") +
    dot(84, 76, 5, "L") +
    dot(116, 76, 5, "L") +
    dot(100, 96, 6, "A") +
    shape("M62 130h76l10 36H52z", "M"),
  accessories:
    box(46, 46, 48, 48, 12, "D") +
    box(106, 46, 48, 48, 12, "M") +
    box(46, 106, 48, 48, 12, "M") +
    dot(130, 130, 25, "D") +
    dot(70, 70, 9, "A") +
    line("M118 130h24M130 118v24", 6, "L"),
  other:
    shape("M100 34l64 32v70l-64 32-64-32V66z", "D") +
    shape("M100 98l64-32-64-32-64 32z", "M") +
    shape("M68 50l64 32v26l-14-7V89L54 57z", "A") +
    line("M100 98v70", 4, "L"),
};
