/** Cameras, a lens and a drone. */
import { type Colour, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { mark } from "./marks.ts";
import { circle, ellipse, group, type Markup, type Paint, path, rect, ring, shadow, stroke } from "./paint.ts";

/** A lens seen from the front: barrel, ribbed ring, coated glass with two reflections. */
function lensFront(paint: Paint, cx: number, cy: number, size: number, accent: Colour): Markup {
  const spots = Array.from({ length: 18 }, (_, rib) =>
    group(`rotate(${rib * 20} ${cx} ${cy})`, rect(cx - 3, cy - size * 0.97, 6, size * 0.1, 2, "#4b5265")),
  ).join("");
  return [
    circle(cx, cy, size, paint.linear(["#4a5062", "#171b26"], "diagonal")),
    spots,
    circle(cx, cy, size * 0.84, paint.linear(["#12151e", "#3a4052"], "diagonal")),
    ring(cx, cy, size * 0.8, accent, size * 0.03),
    circle(cx, cy, size * 0.7, "#0b0e17"),
    ring(cx, cy, size * 0.62, "#2b3146", size * 0.03),
    circle(
      cx,
      cy,
      size * 0.54,
      paint.radial(["#0a0d1c", "#1d2960", mix(accent, "#3a2a78", 0.55), "#0b1030"], [0.55, 0.6]),
    ),
    circle(cx, cy, size * 0.3, paint.radial(["#05070f", "#141d4d"])),
    ellipse(cx - size * 0.24, cy - size * 0.26, size * 0.17, size * 0.1, veil("#ffffff", 0.75), {
      transform: `rotate(-40 ${cx - size * 0.24} ${cy - size * 0.26})`,
    }),
    circle(cx + size * 0.26, cy + size * 0.26, size * 0.07, veil("#ffb38a", 0.6)),
  ].join("");
}

const topDial = (paint: Paint, x: number, y: number, width: number, body: Tones): Markup =>
  rect(x, y, width, 40, 6, paint.linear([body.edge, body.dark, body.edge, body.deep, body.light], "across")) +
  rect(x, y, width, 6, 3, body.edge);

const mirrorless: Drawing = {
  focus: [420, 440, 1.8],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 632, 340, 32, 0.4),
      topDial(paint, 170, 238, 64, body) + topDial(paint, 520, 234, 78, body) + rect(618, 248, 46, 28, 12, accent),
      path(
        "M314 262L350 172Q354 164 364 164H456Q466 164 470 172L506 262Z",
        paint.linear([body.edge, body.base, body.dark]),
      ),
      rect(356, 150, 108, 18, 4, body.deep) + mark(brand, 410, 214, 34, mix(body.deep, "#0b1226", 0.4)),
      rect(92, 256, 616, 362, 44, paint.linear([body.edge, body.base, body.dark])),
      path("M92 340H708V574Q708 618 664 618H136Q92 618 92 574Z", paint.dots("#262a35", "#171a23", 8)),
      path(
        "M92 340H708V574Q708 618 664 618H136Q92 618 92 574Z",
        paint.linear([veil("#ffffff", 0.12), veil("#0b1226", 0.2)]),
      ),
      path(
        "M112 300Q112 276 136 276H200Q214 276 214 300V590Q214 612 190 612H136Q112 600 112 574Z",
        paint.linear(["#3a3f4d", "#1d212b"], "across"),
      ),
      rect(92, 336, 616, 4, 0, veil(body.edge, 0.7)),
      circle(640, 306, 12, "#fff3cf") + ring(640, 306, 12, body.dark, 3),
      lensFront(paint, 424, 450, 178, accent),
      rect(634, 366, 30, 64, 12, body.dark),
    ].join("");
  },
};

const compact: Drawing = {
  focus: [440, 440, 2],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 604, 310, 30),
      topDial(paint, 556, 262, 62, body) + rect(470, 280, 60, 22, 8, body.dark) + circle(500, 280, 18, accent),
      rect(110, 292, 580, 306, 52, paint.linear([body.edge, body.base, body.dark])),
      rect(110, 380, 580, 150, 0, paint.dots(body.dark, body.deep, 8)),
      rect(110, 376, 580, 4, 0, body.edge) + rect(110, 530, 580, 4, 0, body.deep),
      rect(150, 318, 96, 44, 10, "#10131c") +
        rect(156, 324, 84, 32, 7, paint.linear(["#3b456b", "#10131c"], "diagonal")),
      rect(586, 320, 66, 36, 10, "#fff6dd") + rect(592, 326, 54, 24, 6, paint.linear(["#ffffff", "#e8dfc4"])),
      mark(brand, 168, 456, 32, body.edge),
      lensFront(paint, 420, 448, 142, accent),
      stroke("M112 350C40 350 40 560 96 640S200 690 260 672", mix("#7d5440", "#ffffff", 0.1), 12),
      circle(112, 350, 10, "none", { stroke: "#8d95a8", "stroke-width": 5 }),
    ].join("");
  },
};

const actionCamera: Drawing = {
  focus: [470, 360, 2],
  scale: 1.1,
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 656, 200, 30, 0.4),
      rect(340, 560, 120, 40, 10, "#20242f") +
        rect(376, 594, 48, 44, 6, "#2b303e") +
        rect(310, 632, 180, 22, 11, paint.linear(["#3b4152", "#191d27"])),
      rect(250, 196, 90, 20, 8, accent),
      rect(190, 208, 420, 360, 56, paint.linear([body.light, body.base, body.dark], "diagonal")),
      rect(202, 220, 396, 336, 46, paint.dots(body.dark, body.deep, 10)),
      rect(202, 220, 396, 336, 46, paint.linear([veil("#ffffff", 0.16), veil("#0b1226", 0.25)], "diagonal")),
      rect(228, 380, 150, 140, 18, "#070a12") +
        rect(236, 388, 134, 124, 12, paint.linear([mix(accent, "#ffffff", 0.4), "#ffcf9f"])),
      path(
        "M236 480L284 430L316 466L340 446L370 478V500Q370 512 358 512H248Q236 512 236 500Z",
        mix(accent, "#0b1226", 0.45),
      ),
      circle(250, 402, 5, "#ff4d4d"),
      rect(400, 244, 176, 176, 40, "#161a24") + lensFront(paint, 488, 332, 78, accent),
      mark(brand, 300, 300, 44, body.edge),
      rect(420, 470, 130, 50, 14, veil("#0b1226", 0.35)),
      [0, 1, 2, 3].map((slot) => rect(438 + slot * 26, 484, 16, 22, 5, veil("#0b1226", 0.6))).join(""),
    ].join("");
  },
};

const lens: Drawing = {
  focus: [360, 330, 1.8],
  scale: 1.1,
  draw(paint, { body, accent, brand }) {
    const ribs = (y: number, count: number) =>
      Array.from({ length: count }, (_, rib) =>
        rect(232 + rib * (336 / count), y, 336 / count - 5, 58, 3, veil("#0b1226", 0.42)),
      ).join("");
    const barrel = paint.linear([body.deep, body.light, body.base, mix(body.deep, "#0b1226", 0.5)], "across");
    return [
      shadow(paint, 400, 660, 230, 34, 0.42),
      path(
        "M258 600H542V640Q542 664 400 664Q258 664 258 640Z",
        paint.linear(["#7d8494", "#f1f3f6", "#a6adba", "#666d7d"], "across"),
      ),
      path("M228 330H572V606Q540 632 400 632Q260 632 228 606Z", barrel),
      ribs(372, 17) + rect(228, 446, 344, 8, 0, accent) + ribs(510, 17),
      rect(228, 454, 344, 40, 0, veil("#0b1226", 0.25)),
      [270, 330, 392, 450, 512]
        .map(
          (x, index) =>
            rect(x, 466, 3, 16, 1, veil("#ffffff", index === 2 ? 1 : 0.6)) +
            rect(x + 8, 470, 16, 7, 2, veil("#ffffff", index === 2 ? 0.9 : 0.4)),
        )
        .join(""),
      path("M212 250H588V340Q548 372 400 372Q252 372 212 340Z", barrel),
      ellipse(400, 248, 188, 84, paint.linear([body.light, body.deep], "diagonal")),
      ellipse(400, 246, 172, 74, "#0b0e17"),
      ellipse(
        400,
        250,
        148,
        62,
        paint.radial(["#0a0d1c", "#1b2760", mix(accent, "#3a2a78", 0.5), "#0b1030"], [0.55, 0.65]),
      ),
      ellipse(400, 256, 96, 36, paint.radial(["#04060d", "#141d4d"])),
      ellipse(348, 228, 42, 13, veil("#ffffff", 0.6), { transform: "rotate(-14 348 228)" }),
      ellipse(462, 278, 14, 6, veil("#ffb38a", 0.7)),
      mark(brand, 400, 350, 20, veil("#ffffff", 0.85)),
    ].join("");
  },
};

const drone: Drawing = {
  focus: [400, 400, 1.9],
  draw(paint, { body, accent, brand }) {
    const rotor = (x: number, y: number, reach: number) =>
      ellipse(x, y - 34, reach, reach * 0.14, paint.radial([veil("#ffffff", 0.7), veil(body.dark, 0.16)])) +
      path(
        `M${x - reach} ${y - 34}Q${x} ${y - 46} ${x + reach} ${y - 34}Q${x} ${y - 26} ${x - reach} ${y - 34}Z`,
        veil(body.deep, 0.55),
      ) +
      rect(x - 14, y - 40, 28, 46, 8, paint.linear([body.light, body.deep], "across")) +
      rect(x - 6, y - 48, 12, 14, 4, accent);
    return [
      shadow(paint, 400, 690, 240, 26, 0.3),
      stroke("M330 330L212 262M470 330L588 262", body.dark, 22),
      rotor(212, 262, 104) + rotor(588, 262, 104),
      stroke("M316 396L128 356M484 396L672 356", paint.linear([body.light, body.dark]), 30),
      rotor(128, 356, 124) + rotor(672, 356, 124),
      rect(112, 372, 22, 78, 10, body.dark) + rect(666, 372, 22, 78, 10, body.dark),
      circle(123, 444, 6, "#ff6b5e") + circle(677, 444, 6, "#4ade80"),
      path(
        "M296 372Q300 308 400 300Q500 308 504 372L520 416Q524 452 484 462H316Q276 452 280 416Z",
        paint.linear([body.edge, body.base, body.dark]),
      ),
      path("M316 366Q322 326 400 320Q478 326 484 366Q440 384 400 384Q360 384 316 366Z", veil(body.deep, 0.55)),
      mark(brand, 400, 352, 28, body.edge),
      circle(316, 426, 13, "#12151f") +
        circle(484, 426, 13, "#12151f") +
        circle(312, 422, 4, veil("#ffffff", 0.8)) +
        circle(480, 422, 4, veil("#ffffff", 0.8)),
      rect(388, 452, 24, 40, 4, body.deep) +
        path("M338 486H462V470H338ZM338 486V540H350V486ZM450 486V540H462V486Z", body.dark),
      rect(352, 488, 96, 96, 28, paint.linear(["#4a5062", "#171b26"])),
      lensFront(paint, 400, 536, 40, accent),
    ].join("");
  },
};

export const CAMERAS = { mirrorless, compact, actionCamera, lens, drone } as const satisfies Record<string, Drawing>;
