/** Computers: laptops, a tower, a small desktop, an all-in-one. All stand on the floor line of the studio. */
import { type Colour, GLASS, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { mark } from "./marks.ts";
import {
  circle,
  ellipse,
  fade,
  group,
  KEYBOARD_ROWS,
  keyRows,
  type Markup,
  type Paint,
  type Plane,
  patch,
  path,
  planeOf,
  polygon,
  rect,
  ring,
  shadow,
  stroke,
} from "./paint.ts";
import { screen } from "./wallpaper.ts";

/** Keys are dark on a pale deck and pale on a dark one. */
const keyColour = (body: Tones): Colour => mix(body.base, "#171b26", 0.78);

function keyboardOn(
  plane: Plane,
  body: Tones,
  [left, top, right, bottom]: readonly [number, number, number, number],
): Markup {
  const well = planeOf(plane(left, top), plane(right, top), plane(right, bottom), plane(left, bottom));
  return (
    polygon(patch(well, -0.012, -0.04, 1.012, 1.04), veil(body.deep, 0.55)) +
    path(keyRows(well, KEYBOARD_ROWS), keyColour(body))
  );
}

const laptop: Drawing = {
  focus: [470, 540, 2],
  draw(paint, { body, accent, brand, wallpaper }) {
    const deck = planeOf([172, 502], [628, 502], [718, 622], [82, 622]);
    return [
      shadow(paint, 400, 650, 370, 34),
      rect(166, 172, 468, 332, 22, paint.linear([body.edge, body.base, body.dark], "diagonal")),
      rect(172, 178, 456, 322, 17, GLASS),
      screen(paint, { x: 184, y: 194, width: 432, height: 288 }, 7, wallpaper, accent),
      circle(400, 186, 2.6, "#3a4358"),
      mark(brand, 400, 491, 11, "#59627a"),
      rect(200, 496, 400, 12, 5, body.deep),
      polygon(patch(deck, 0, 0, 1, 1), paint.linear([body.dark, body.base, body.light])),
      keyboardOn(deck, body, [0.08, 0.08, 0.92, 0.62]),
      polygon(patch(deck, 0.36, 0.68, 0.64, 0.95), paint.linear([body.base, body.light]), {
        stroke: veil(body.deep, 0.35),
        "stroke-width": 1.5,
      }),
      path("M82 622H718L712 634Q708 642 698 642H102Q92 642 88 634Z", paint.linear([body.light, body.dark])),
      rect(82, 621, 636, 2, 1, body.edge),
      path("M346 622H454Q452 631 442 631H358Q348 631 346 622Z", veil(body.deep, 0.6)),
    ].join("");
  },
};

const convertible: Drawing = {
  focus: [570, 440, 1.8],
  draw(paint, { body, accent, brand, wallpaper }) {
    return [
      shadow(paint, 420, 626, 330, 36),
      path("M572 214L584 208L712 588Q714 600 704 604L664 614Z", paint.linear([body.light, body.deep], "across")),
      path("M572 214L664 614L640 618L560 300Z", body.deep),
      group(
        "matrix(1 -.1 -.05 1 172 244)",
        rect(0, 0, 420, 384, 20, paint.linear([body.edge, body.base, body.dark], "diagonal")),
        rect(6, 6, 408, 372, 15, GLASS),
        screen(paint, { x: 20, y: 20, width: 380, height: 338 }, 6, wallpaper, accent),
        mark(brand, 210, 368, 11, "#59627a"),
        rect(60, -7, 90, 14, 7, body.deep),
        rect(270, -7, 90, 14, 7, body.deep),
      ),
      group(
        "rotate(24 610 560)",
        rect(600, 420, 15, 240, 7.5, paint.linear([body.edge, body.base, body.dark], "across")),
        rect(600, 440, 15, 44, 2, body.deep),
        path("M602 652H613L608 682Z", "#2a2f3a"),
      ),
    ].join("");
  },
};

/** A case fan behind glass, lit by its rim. */
function fan(paint: Paint, cx: number, cy: number, size: number, glow: Colour): Markup {
  const blades = Array.from({ length: 7 }, (_, blade) =>
    group(
      `rotate(${Math.round((blade * 360) / 7)} ${cx} ${cy})`,
      path(
        `M${cx} ${cy}q${size * 0.5} ${-size * 0.1} ${size * 0.42} ${-size * 0.72}q${-size * 0.36} ${-size * 0.06} ${-size * 0.42} ${size * 0.72}Z`,
        veil("#3a4665", 0.9),
      ),
    ),
  );
  return (
    circle(cx, cy, size, paint.radial([mix(glow, "#0d1222", 0.55), "#0d1222"])) +
    blades.join("") +
    circle(cx, cy, size * 0.22, "#20283f") +
    ring(cx, cy, size * 0.94, veil(glow, 0.9), 5) +
    ring(cx, cy, size * 0.94, veil("#ffffff", 0.5), 1.2)
  );
}

const tower: Drawing = {
  focus: [450, 330, 1.8],
  draw(paint, { body, accent, brand }) {
    const inside = [
      rect(300, 160, 320, 480, 0, paint.linear(["#161d33", "#0a0e1b"])),
      rect(330, 214, 150, 250, 8, "#1e2742"),
      rect(352, 236, 74, 74, 6, paint.linear(["#39456b", "#232c49"])),
      [0, 1, 2, 3].map((stick) => rect(446 + stick * 13, 232, 8, 96, 2, stick % 2 === 0 ? accent : "#39456b")).join(""),
      fan(paint, 540, 272, 48, accent),
      fan(paint, 540, 386, 48, accent),
      rect(320, 432, 250, 62, 8, paint.linear(["#46527a", "#252d4a"])),
      rect(320, 438, 250, 4, 2, accent),
      fan(paint, 380, 466, 25, accent),
      fan(paint, 448, 466, 25, accent),
      rect(300, 548, 320, 90, 0, "#0d1222"),
      path("M320 170L440 176L330 640H300V170Z", veil("#ffffff", 0.06)),
    ].join("");
    return [
      shadow(paint, 404, 640, 300, 40, 0.42),
      polygon(
        [
          [206, 196],
          [302, 160],
          [302, 652],
          [206, 612],
        ],
        paint.linear([body.dark, body.base], "across"),
      ),
      [0, 1, 2, 3, 4, 5, 6, 7, 8]
        .map((slat) =>
          polygon(
            [
              [222, 258 + slat * 34],
              [286, 246 + slat * 37],
              [286, 268 + slat * 37],
              [222, 277 + slat * 34],
            ],
            veil(body.deep, 0.75),
          ),
        )
        .join(""),
      mark(brand, 254, 212, 20, body.edge),
      polygon(
        [
          [302, 160],
          [618, 204],
          [618, 608],
          [302, 652],
        ],
        paint.linear([body.light, body.base, body.dark], "diagonal"),
      ),
      paint.clip(
        polygon(
          [
            [318, 180],
            [602, 220],
            [602, 592],
            [318, 632],
          ],
          "#000",
        ),
        inside,
      ),
      polygon(
        [
          [318, 180],
          [602, 220],
          [602, 592],
          [318, 632],
        ],
        "none",
        { stroke: veil("#ffffff", 0.25), "stroke-width": 2 },
      ),
      stroke("M302 160V652", body.edge, 3),
      stroke("M206 196L302 160L618 204", body.edge, 2),
      rect(216, 606, 22, 16, 3, body.deep),
      rect(590, 604, 22, 14, 3, body.deep),
    ].join("");
  },
};

const miniDesktop: Drawing = {
  focus: [330, 560, 1.8],
  scale: 1.15,
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 400, 640, 300, 36),
      path("M190 540V500Q190 424 290 424H510Q610 424 610 500V540Z", paint.linear([body.edge, body.light])),
      ellipse(400, 462, 92, 17, "none", { stroke: veil(body.dark, 0.5), "stroke-width": 2 }),
      group("translate(400 462) scale(1 .5)", mark(brand, 0, 0, 34, veil(body.dark, 0.8))),
      path(
        "M190 520Q190 488 230 486H570Q610 488 610 520V590Q610 630 570 630H230Q190 630 190 590Z",
        paint.linear([body.light, body.base, body.dark]),
      ),
      stroke("M192 516Q194 489 230 487H570Q606 489 608 516", veil(body.edge, 0.9), 2),
      rect(214, 622, 372, 14, 7, body.deep),
      [250, 290].map((x) => rect(x, 552, 26, 11, 5.5, GLASS) + rect(x + 4, 555.5, 18, 4, 2, "#4d5670")).join(""),
      rect(332, 547, 42, 20, 3, GLASS) + rect(336, 552, 34, 6, 1, veil(accent, 0.9)),
      circle(404, 557, 8, GLASS) + ring(404, 557, 8, body.edge, 1.5),
      circle(566, 557, 5, accent) + circle(566, 557, 12, veil(accent, 0.25)),
      [0, 1, 2, 3, 4, 5].map((slot) => rect(444 + slot * 14, 532, 5, 50, 2.5, veil(body.deep, 0.5))).join(""),
    ].join("");
  },
};

const allInOne: Drawing = {
  focus: [300, 530, 1.7],
  draw(paint, { body, accent, brand, wallpaper }) {
    const keyboard = planeOf([222, 636], [516, 636], [540, 686], [198, 686]);
    return [
      shadow(paint, 400, 612, 200, 22),
      path("M352 500H448L462 600H338Z", paint.linear([body.deep, body.base], "down")),
      path("M286 600H514Q524 600 526 610H274Q276 600 286 600Z", paint.linear([body.edge, body.dark])),
      rect(108, 130, 584, 424, 24, paint.linear([body.edge, body.base], "diagonal")),
      path("M108 486H692V530Q692 554 668 554H132Q108 554 108 530Z", paint.linear([body.light, body.base, body.dark])),
      path("M132 136H668Q686 136 686 154V486H114V154Q114 136 132 136Z", GLASS),
      screen(paint, { x: 128, y: 150, width: 544, height: 322 }, 6, wallpaper, accent),
      mark(brand, 400, 521, 26, body.deep),
      shadow(paint, 370, 690, 200, 16),
      polygon(patch(keyboard, 0, 0, 1, 1), paint.linear([body.light, body.edge]), {
        stroke: body.edge,
        "stroke-width": 6,
        "stroke-linejoin": "round",
      }),
      path(
        keyRows(
          planeOf(keyboard(0.02, 0.06), keyboard(0.98, 0.06), keyboard(0.98, 0.94), keyboard(0.02, 0.94)),
          KEYBOARD_ROWS,
        ),
        mix(body.base, "#ffffff", 0.82),
      ),
      path("M198 686H540V692Q540 696 534 696H204Q198 696 198 692Z", body.dark),
      shadow(paint, 604, 690, 50, 14),
      ellipse(604, 666, 34, 26, paint.linear(["#ffffff", body.light])),
      fade(0.5, stroke("M604 641V660", body.dark, 3)),
    ].join("");
  },
};

export const COMPUTERS = { laptop, convertible, tower, miniDesktop, allInOne } as const satisfies Record<
  string,
  Drawing
>;
