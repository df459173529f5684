/** Things to play with: a console, a handheld, a controller, a headset to look into. */
import { type Colour, GLASS, mix, type Tones, veil } from "./colour.ts";
import type { Drawing } from "./look.ts";
import { type Brand, mark } from "./marks.ts";
import { circle, group, type Markup, type Paint, path, rect, ring, shadow, stroke } from "./paint.ts";
import { screen } from "./wallpaper.ts";

const thumbstick = (paint: Paint, cx: number, cy: number, size: number, accent: Colour): Markup =>
  circle(cx, cy, size * 1.28, veil("#0b1226", 0.55)) +
  circle(cx, cy, size, paint.linear(["#4b5265", "#1a1e29"])) +
  ring(cx, cy, size * 0.82, veil(accent, 0.95), 2.5) +
  circle(cx, cy, size * 0.62, paint.radial(["#20242f", "#3b4152"]));

const BUTTON_COLOURS = ["#ffcf6b", "#ff7d6e", "#6fd3b8", "#7aa5ff"] as const;
const BUTTON_PLACES = [
  [0, -1],
  [1, 0],
  [0, 1],
  [-1, 0],
] as const;
const faceButtons = (cx: number, cy: number, reach: number, size: number): Markup =>
  BUTTON_PLACES.map(
    ([x, y], index) =>
      circle(cx + x * reach, cy + y * reach, size, "#1d222e") +
      circle(cx + x * reach, cy + y * reach - 1, size * 0.62, BUTTON_COLOURS[index] ?? "#ffffff"),
  ).join("");

const cross = (cx: number, cy: number, arm: number, fill: string): Markup =>
  rect(cx - arm, cy - arm * 0.34, arm * 2, arm * 0.68, arm * 0.2, fill) +
  rect(cx - arm * 0.34, cy - arm, arm * 0.68, arm * 2, arm * 0.2, fill);

/** A controller, 420 wide, around its own middle. */
function pad(paint: Paint, body: Tones, accent: Colour, brand: Brand | null): Markup {
  const outline =
    "M-120 -112Q-60 -122 0 -122Q60 -122 120 -112Q176 -104 196 -40Q228 70 222 122Q216 172 176 172Q150 172 132 140Q104 92 70 92H-70Q-104 92 -132 140Q-150 172 -176 172Q-216 172 -222 122Q-228 70 -196 -40Q-176 -104 -120 -112Z";
  return [
    rect(-176, -134, 92, 40, 18, body.deep) + rect(84, -134, 92, 40, 18, body.deep),
    path(outline, paint.linear([body.edge, body.base, body.dark])),
    path(
      "M-196 -40Q-228 70 -222 122Q-216 172 -176 172Q-150 172 -132 140Q-112 106 -86 96Q-150 60 -196 -40ZM196 -40Q228 70 222 122Q216 172 176 172Q150 172 132 140Q112 106 86 96Q150 60 196 -40Z",
      paint.linear([veil(body.deep, 0.25), veil(body.deep, 0.75)]),
    ),
    stroke("M-118 -108Q-60 -118 0 -118Q60 -118 118 -108", veil("#ffffff", 0.6), 3),
    rect(-58, -96, 116, 60, 16, paint.linear([mix(body.deep, "#0b1226", 0.3), "#10131c"])),
    rect(-58, -96, 116, 60, 16, "none", { stroke: veil(accent, 0.9), "stroke-width": 2.5 }),
    cross(-128, -34, 32, "#20242f"),
    faceButtons(128, -34, 32, 15),
    thumbstick(paint, -64, 34, 30, accent) + thumbstick(paint, 64, 34, 30, accent),
    rect(-86, -76, 8, 24, 4, body.deep) + rect(78, -76, 8, 24, 4, body.deep),
    mark(brand, 0, 10, 22, body.deep),
  ].join("");
}

const controller: Drawing = {
  focus: [500, 370, 1.9],
  draw: (paint, { body, accent, brand }) =>
    shadow(paint, 400, 664, 290, 34) +
    group("translate(400 430) rotate(-6) scale(1.36)", pad(paint, body, accent, brand)),
};

const gameConsole: Drawing = {
  focus: [300, 300, 1.7],
  draw(paint, { body, accent, brand }) {
    return [
      shadow(paint, 320, 640, 220, 32, 0.5),
      rect(222, 616, 210, 18, 9, "#171a24"),
      path(
        "M232 168Q232 148 252 146L402 138Q424 138 424 160V604Q424 622 406 622H250Q232 622 232 604Z",
        paint.linear(["#2c3140", "#12151f"], "across"),
      ),
      path(
        "M214 176Q214 134 250 134H302Q286 380 306 622H236Q214 622 214 600Z",
        paint.linear([body.edge, body.base, body.dark], "across"),
      ),
      path(
        "M442 176Q442 134 406 134H356Q372 380 352 622H420Q442 622 442 600Z",
        paint.linear([body.light, body.edge, body.dark], "across"),
      ),
      stroke("M304 136Q288 380 308 620M354 136Q370 380 350 620", accent, 4),
      stroke("M304 136Q288 380 308 620M354 136Q370 380 350 620", veil(accent, 0.25), 14),
      rect(325, 220, 8, 130, 4, "#05070d") +
        rect(322, 480, 14, 26, 7, veil("#ffffff", 0.3)) +
        rect(322, 524, 14, 8, 4, "#05070d") +
        rect(322, 542, 14, 8, 4, "#05070d"),
      mark(brand, 258, 208, 30, veil(body.deep, 0.7)),
      shadow(paint, 548, 678, 190, 26, 0.45),
      group("translate(552 574) rotate(-5) scale(.78)", pad(paint, body, accent, brand)),
    ].join("");
  },
};

const handheldConsole: Drawing = {
  focus: [610, 400, 2],
  draw(paint, { body, accent, brand, wallpaper }) {
    return [
      shadow(paint, 400, 640, 360, 34, 0.42),
      rect(70, 222, 120, 40, 16, body.deep) + rect(610, 222, 120, 40, 16, body.deep),
      path(
        "M120 236H680Q752 236 756 320V480Q756 600 690 604Q650 604 636 580H164Q150 604 110 604Q44 600 44 480V320Q48 236 120 236Z",
        paint.linear([body.edge, body.base, body.dark], "diagonal"),
      ),
      stroke("M122 240H678", veil("#ffffff", 0.6), 3),
      rect(174, 258, 452, 300, 20, GLASS),
      screen(paint, { x: 188, y: 272, width: 424, height: 272 }, 8, wallpaper, accent),
      rect(206, 290, 90, 12, 6, veil("#ffffff", 0.7)) + circle(574, 512, 18, veil("#ffffff", 0.35)),
      thumbstick(paint, 110, 326, 34, accent) + cross(110, 436, 32, "#20242f"),
      faceButtons(690, 334, 32, 15) + thumbstick(paint, 690, 446, 34, accent),
      [0, 1, 2, 3]
        .map(
          (slot) =>
            rect(84 + slot * 16, 520, 8, 40, 4, veil("#0b1226", 0.45)) +
            rect(660 + slot * 16, 520, 8, 40, 4, veil("#0b1226", 0.45)),
        )
        .join(""),
      rect(148, 270, 14, 14, 4, "#20242f") + rect(638, 270, 14, 14, 4, "#20242f"),
      mark(brand, 400, 551, 9, "#59627a"),
    ].join("");
  },
};

const visor: Drawing = {
  focus: [330, 420, 1.8],
  draw(paint, { body, accent, brand }) {
    const controllerWith = (x: number, side: 1 | -1) =>
      group(
        `translate(${x} 620) scale(${side} 1)`,
        ring(0, -20, 46, body.dark, 13) +
          path(
            "M-16 -10Q-24 70 -6 104Q4 116 16 104Q28 70 18 -10Z",
            paint.linear([body.edge, body.base, body.dark], "across"),
          ) +
          circle(0, -10, 24, paint.linear(["#3b4152", "#191d27"])) +
          circle(-6, -12, 8, accent) +
          circle(8, -2, 5, "#ffffff"),
      );
    return [
      shadow(paint, 400, 566, 320, 26, 0.3),
      shadow(paint, 190, 730, 80, 16) + shadow(paint, 610, 730, 80, 16),
      path(
        "M150 300Q170 130 400 124Q630 130 650 300L610 320Q596 196 400 190Q204 196 190 320Z",
        paint.linear([body.deep, body.dark]),
      ),
      path("M360 128H440L452 250H348Z", paint.linear([body.dark, body.deep])),
      path(
        "M128 300Q110 300 108 340V420Q110 452 140 450L172 440V310ZM672 300Q690 300 692 340V420Q690 452 660 450L628 440V310Z",
        body.deep,
      ),
      path(
        "M176 256Q400 210 624 256Q664 268 664 320V450Q662 540 570 548Q500 552 462 516Q430 488 400 488Q370 488 338 516Q300 552 230 548Q138 540 136 450V320Q136 268 176 256Z",
        paint.linear([body.edge, body.base, body.dark]),
      ),
      path(
        "M192 282Q400 240 608 282Q636 290 636 330V440Q632 512 564 518Q504 520 472 488Q436 456 400 456Q364 456 328 488Q296 520 236 518Q168 512 164 440V330Q164 290 192 282Z",
        paint.linear(["#323a57", "#10142a", "#05070f"]),
      ),
      path("M200 294Q330 264 470 268Q300 330 210 470Q180 460 178 420V334Q178 300 200 294Z", veil("#ffffff", 0.1)),
      [
        [226, 344],
        [574, 344],
        [248, 470],
        [552, 470],
      ]
        .map(
          ([x = 0, y = 0]) =>
            circle(x, y, 13, "#05070f") +
            ring(x, y, 13, veil("#ffffff", 0.25), 2) +
            circle(x, y, 5, mix(accent, "#ffffff", 0.2)),
        )
        .join(""),
      stroke("M300 404Q400 380 500 404", accent, 6) + stroke("M300 404Q400 380 500 404", veil(accent, 0.3), 18),
      mark(brand, 400, 334, 26, veil("#ffffff", 0.85)),
      controllerWith(190, 1),
      controllerWith(610, -1),
    ].join("");
  },
};

export const GAMING = { controller, gameConsole, handheldConsole, visor } as const satisfies Record<string, Drawing>;
